using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace GhaRunner.Conformance.RealParts;

/// <summary>An EC2 by somebody else (https://docs.getmoto.org), and AWS's own command line to look into it.</summary>
public sealed class Moto : IDisposable
{
    private readonly Lazy<Task<Process>> server;
    private readonly int port = FreePort();

    /// <summary>Makes it; it does not run yet.</summary>
    public Moto() => server = new Lazy<Task<Process>>(StartAsync);

    /// <summary>Its address, for <c>AWS_ENDPOINT_URL</c>.</summary>
    public string Url => $"http://127.0.0.1:{port}";

    /// <summary>Starts it, once.</summary>
    /// <returns>A task that ends when it answers.</returns>
    public async Task ReadyAsync() => await server.Value;

    /// <summary>Asks AWS's own client.</summary>
    /// <param name="region">The region.</param>
    /// <param name="arguments">Service, command and options.</param>
    /// <returns>What it answers.</returns>
    public async Task<JsonNode> AwsAsync(string region, params string[] arguments)
    {
        var key = Guid.NewGuid().ToString("N");
        string[] environment =
        [
            $"AWS_ACCESS_KEY_ID={key[..16]}", $"AWS_SECRET_ACCESS_KEY={key}", $"AWS_ENDPOINT_URL={Url}", $"AWS_DEFAULT_REGION={region}", "AWS_EC2_METADATA_DISABLED=true", "AWS_PAGER=",
        ];
        var output = await Command.OutputAsync("env", [.. environment, "aws", .. arguments, "--output", "json"]);
        return output.Length > 0 ? JsonNode.Parse(output)! : new JsonObject();
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        if (!server.IsValueCreated || !server.Value.IsCompletedSuccessfully)
            return;
        server.Value.Result.Kill(entireProcessTree: true);
        server.Value.Result.Dispose();
    }

    private async Task<Process> StartAsync()
    {
        string[] arguments = ["-H", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture)];
        var process = Process.Start(new ProcessStartInfo("moto_server", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var client = new HttpClient();
        await Eventually.TrueAsync("moto answers", async () =>
        {
            process.HasExited.Should().BeFalse("it serves");
            try
            {
                return (await client.GetAsync($"{Url}/moto-api/data.json")).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        return process;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
