namespace GhaRunner.Providers.Docker.Transport;

/// <summary>The SSH client ended without having reached an engine.</summary>
/// <param name="complaint">The last line that it, or the other side, wrote to the error stream; may be empty.</param>
/// <param name="errors">All that was written to the error stream, up to a limit.</param>
internal sealed class SshFailedException(string complaint, string errors) : IOException(complaint)
{
    /// <summary>What <see cref="Errors"/> says when there is no client to run.</summary>
    public const string NoClient = "ssh: not found here";

    public string Errors { get; } = errors;
}
