using System.Globalization;
using GhaRunner.Bench.Steps;
using GhaRunner.Simulator.Hosting;

namespace GhaRunner.Bench.Measurements;

/// <summary>The requests that a start and a stop make to a cloud.</summary>
internal sealed record CloudTraffic
{
    private const string Cloud = "/_aws/";
    private static readonly int[] counts = [1, 20];

    public required int Count { get; init; }

    /// <summary>How often each action was asked for by the start.</summary>
    public required IReadOnlyDictionary<string, int> Start { get; init; }

    /// <summary>How often each action was asked for by the stop.</summary>
    public required IReadOnlyDictionary<string, int> Stop { get; init; }

    /// <summary>Measures <c>start aws</c> and <c>stop aws</c> once for each number: a request more or less tells more than a median.</summary>
    public static async Task<IReadOnlyList<CloudTraffic>> MeasureAsync(BenchOptions options)
    {
        var all = new List<CloudTraffic>();
        foreach (var count in counts)
        {
            await using var world = await World.CreateAsync(options);
            var start = await RunAsync(world, "start", ("instance-type", "g5.xlarge, g4dn.xlarge"), ("count", count.ToString(CultureInfo.InvariantCulture)));
            var made = Count(world);
            world.Simulator.Requests.Clear();
            await RunAsync(world, "stop", ("mapping", start.Output("mapping")));
            all.Add(new CloudTraffic { Count = count, Start = made, Stop = Count(world) });
        }

        return all;

        static async Task<StepResult> RunAsync(World world, string verb, params (string, string)[] inputs)
        {
            var step = await world.RunOnAwsAsync(verb, inputs);
            return step.ExitCode == 0 ? step : throw new BenchException($"The program ended with exit code {step.ExitCode}. It printed:\n{step.Text}");
        }

        static Dictionary<string, int> Count(World world) => world.Simulator.Requests.All.Where(IsOfTheCloud).GroupBy(Action).ToDictionary(group => group.Key, group => group.Count());
    }

    private static bool IsOfTheCloud(RecordedRequest request) => request.PathAndQuery.StartsWith(Cloud, StringComparison.Ordinal);

    /// <summary>Service and action: <c>ec2 RunInstances</c>.</summary>
    private static string Action(RecordedRequest request) => request.PathAndQuery.Split('?')[0][Cloud.Length..].Split('/') is [var service, _, var action] ? $"{service} {action}" : request.PathAndQuery;
}
