using System.Globalization;
using System.Runtime.InteropServices;
using GhaRunner.Simulator.GitHub.Access;

namespace GhaRunner.Simulator.Serve;

/// <summary>The verb <c>serve</c>: a simulator for other processes, until it is interrupted.</summary>
internal static class ServeCommand
{
    public const string UsageText = """
        Usage: gha-runner-simulator serve [option...]
          --port N                the port to listen on; 0, the default, takes a free one
          --all-interfaces        listen on all interfaces, not on loopback alone
          --advertised-host HOST  the host in every URL that is handed out; default 127.0.0.1
          --token TOKEN           a token that may do everything; may be repeated; default simulator-token
          --scope SCOPE           owner/repository, organization or enterprises/slug; may be repeated
          --latency-ms N          how long every API call takes at least
          --no-jit                no just-in-time configurations, as an old GitHub Enterprise Server
        """;

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        if (Parse(arguments) is not { } options)
        {
            Terminal.Print(UsageText);
            return 2;
        }

        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        await using var simulator = await SimulatorHost.StartAsync(options);
        Terminal.Print($"GITHUB_SERVER_URL={simulator.ServerUrl.ToString().TrimEnd('/')}");
        Terminal.Print($"GITHUB_API_URL={simulator.ApiUrl}");
        Terminal.Print($"AWS_ENDPOINT_URL={simulator.AwsUrl}");
        Terminal.Print($"AWS_ACCESS_KEY_ID={simulator.Aws.AccessKey.AccessKeyId}");
        Terminal.Print($"AWS_SECRET_ACCESS_KEY={simulator.Aws.AccessKey.SecretAccessKey}");
        await ended.Task;
        return 0;

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            ended.TrySetResult();
        }
    }

    private static SimulatorOptions? Parse(IReadOnlyList<string> arguments)
    {
        var options = new SimulatorOptions();
        List<string> tokens = [], scopes = [];
        for (var i = 0; i < arguments.Count; i++)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : null;
            switch (arguments[i])
            {
                case "--all-interfaces":
                    options = options with { ListenOnAllInterfaces = true };
                    continue;
                case "--no-jit":
                    options = options with { JitSupported = false };
                    continue;
                case "--port" when Number(value) is { } port:
                    options = options with { Port = port };
                    break;
                case "--latency-ms" when Number(value) is { } latency:
                    options = options with { Latency = TimeSpan.FromMilliseconds(latency) };
                    break;
                case "--advertised-host" when value is not null:
                    options = options with { AdvertisedHost = value };
                    break;
                case "--token" when value is not null:
                    tokens.Add(value);
                    break;
                case "--scope" when value is not null:
                    scopes.Add(value);
                    break;
                default:
                    return null;
            }

            i++;
        }

        return options with
        {
            Tokens = tokens.Count > 0 ? [.. tokens.Select(AccessToken.Administrator)] : options.Tokens,
            Scopes = scopes.Count > 0 ? scopes : options.Scopes,
        };
    }

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
