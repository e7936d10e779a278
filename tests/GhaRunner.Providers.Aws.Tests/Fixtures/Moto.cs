using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using GhaRunner.Conformance.RealParts;
using GhaRunner.Providers.Aws.Api;

namespace GhaRunner.Providers.Aws.Tests.Fixtures;

/// <summary>A moto server of one class of tests, and ways into it that are not ours.</summary>
public sealed class Moto : IDisposable
{
    private readonly Lazy<Task<Process>> server;
    private readonly int port = FreePort();

    public Moto() => server = new Lazy<Task<Process>>(StartAsync);

    public string Url => $"http://127.0.0.1:{port}";

    /// <summary>Starts it, once.</summary>
    public async Task ReadyAsync() => await server.Value;

    /// <summary>A provider of it.</summary>
    internal AwsProvider Connect(AwsMachineOptions options, Notes notes, string role = "", params string[] regions) => new(
        new AwsConnectionOptions { Region = regions.Length > 0 ? regions : [Scene.Region], RoleToAssume = role },
        options, new SignedByNobody(), notes, TimeProvider.System, notes, new AwsEndpoint(Url), role.Length > 0 ? null : FixedCredentials.Random());

    /// <summary>Asks AWS's own client.</summary>
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
