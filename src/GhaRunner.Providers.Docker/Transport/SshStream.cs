using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace GhaRunner.Providers.Docker.Transport;

/// <summary>
/// A connection to an engine through OpenSSH: <c>docker system dial-stdio</c> at the other end, as Docker's own client
/// does it. The process lives as long as the stream.
/// </summary>
internal sealed class SshStream : Stream
{
    private const int MostErrors = 8 * 1024;
    private static readonly TimeSpan exitPatience = TimeSpan.FromSeconds(5);

    private readonly Process process;
    private readonly SshMaterial material;
    private readonly TimeProvider time;
    private readonly Task<string> errors;
    private bool hasAnswered;

    private SshStream(Process process, SshMaterial material, TimeProvider time)
    {
        this.process = process;
        this.material = material;
        this.time = time;
        errors = CollectAsync(process.StandardError);
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Starts <c>ssh</c>. Whether it gets through shows with the first read.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="options">Whose keys.</param>
    /// <param name="time">Measures how long a failed <c>ssh</c> may take to end.</param>
    /// <returns>The stream.</returns>
    /// <exception cref="SshFailedException">There is no <c>ssh</c> here.</exception>
    public static SshStream Open(EngineAddress address, DockerConnectionOptions options, TimeProvider time)
    {
        var material = new SshMaterial(options);
        try
        {
            var start = new ProcessStartInfo("ssh", WriteArguments(address, material.Arguments))
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            return new SshStream(Process.Start(start)!, material, time);
        }
        catch (Exception exception)
        {
            material.Dispose();
            throw exception is Win32Exception ? new SshFailedException(SshFailedException.NoClient, SshFailedException.NoClient) : exception;
        }
    }

    /// <summary>Writes the command line. The destination comes after <c>--</c>, so that it cannot be an option.</summary>
    public static IReadOnlyList<string> WriteArguments(EngineAddress address, IEnumerable<string> material) =>
    [
        "-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=15", "-o", "ServerAliveInterval=15", "-o", "ClearAllForwardings=yes",
        .. material,
        .. WriteDestination(address),
        "docker", "system", "dial-stdio",
    ];

    /// <summary>Writes the end of a command line: where to, and as whom.</summary>
    public static IReadOnlyList<string> WriteDestination(EngineAddress address) =>
    [
        .. address.Port > 0 ? ["-p", address.Port.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>(),
        "--", address.User.Length > 0 ? $"{address.User}@{address.Host}" : address.Host,
    ];

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await process.StandardOutput.BaseStream.ReadAsync(buffer, cancellationToken);
        if (hasAnswered || buffer.Length == 0)
            return read;
        if (read == 0)
            throw await ExplainAsync();
        // The other end speaks: ssh has read its key long since.
        hasAnswered = true;
        material.Dispose();
        return read;
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(buffer, cancellationToken);
            await process.StandardInput.BaseStream.FlushAsync(cancellationToken);
        }
        catch (IOException) when (!hasAnswered)
        {
            throw await ExplainAsync();
        }
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            End();
            process.Dispose();
            material.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<SshFailedException> ExplainAsync()
    {
        // ssh may have a child (ProxyCommand) that keeps the error stream open.
        string text;
        try
        {
            text = await errors.WaitAsync(exitPatience, time);
        }
        catch (TimeoutException)
        {
            text = "";
        }

        var complaint = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "";
        return new SshFailedException(complaint, text);
    }

    private static async Task<string> CollectAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        var chunk = new char[1024];
        try
        {
            // To the end, though it is not kept: a full pipe would halt ssh.
            for (var read = await reader.ReadAsync(chunk); read > 0; read = await reader.ReadAsync(chunk))
                text.Append(chunk, 0, Math.Min(read, MostErrors - text.Length));
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The stream was closed under us: what there is will do.
        }

        return text.ToString();
    }

    private void End()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended by itself.
        }
    }
}
