using GhaRunner.Actions.Tests.Support;
using GhaRunner.Conformance.RealParts;
using GhaRunner.Simulator;
using GhaRunner.Simulator.Aws;
using GhaRunner.Simulator.Aws.Access;
using GhaRunner.Simulator.Aws.Booting;
using GhaRunner.Simulator.Aws.Instances;
using GhaRunner.Simulator.Hosting;

namespace GhaRunner.Actions.Tests.Aws;

/// <summary>
/// A simulated GitHub and AWS, whose instances boot their user-data as processes: what a step of a keyless workflow finds.
/// </summary>
internal sealed class AwsWorld : IAsyncDisposable
{
    public const string Role = "arn:aws:iam::123456789012:role/runners";

    private readonly DirectoryInfo place;
    private readonly World world;

    private AwsWorld(World world, DirectoryInfo place) => (this.world, this.place) = (world, place);

    public SimulatorHost Simulator => world.Simulator;

    public AwsSimulator Cloud => Simulator.Aws;

    /// <summary>Instances that cost money.</summary>
    public IEnumerable<SimulatedInstance> Alive => Cloud.Instances.Where(instance => instance.State != "terminated");

    /// <summary>A token of GitHub's, made for this test.</summary>
    public string Token => world.Token;

    /// <summary>The requests to AWS, as service, region and action.</summary>
    public IReadOnlyList<RecordedRequest> Requests => [.. Simulator.Requests.All.Where(request => request.PathAndQuery.StartsWith("/_aws/", StringComparison.Ordinal))];

    public static Task<AwsWorld> CreateAsync(Func<AwsOptions, AwsOptions>? configure = null) => CreateAsync(change => World.CreateAsync(change), configure);

    /// <summary>A world that is reached from containers too.</summary>
    public static Task<AwsWorld> CreateForContainersAsync() => CreateAsync(World.CreateForContainersAsync);

    public Task<ProgramRun> StartAsync(params (string Input, string? Value)[] inputs) => ProgramRun.RunAsync(["start", "aws"], Start(inputs));

    public ProgramRun BeginStart(params (string Input, string? Value)[] inputs) => ProgramRun.Begin(["start", "aws"], Start(inputs));

    public Task<ProgramRun> StopAsync(params (string Input, string? Value)[] inputs) =>
        ProgramRun.RunAsync(["stop", "aws"], Environment([("region", "us-east-1"), .. inputs]));

    public Task<ProgramRun> ReapAsync(params (string Input, string? Value)[] inputs) =>
        ProgramRun.RunAsync(["reap", "aws"], Environment([("region", "us-east-1"), ("GITHUB_RUN_ID", "9999"), .. inputs]));

    public int Count(string action) => Requests.Count(request => Action(request) == action);

    public static string Action(RecordedRequest request) => request.PathAndQuery.Split('?')[0].Split('/')[^1];

    /// <summary>Asserts that AWS has nothing left that costs money, no instance runs anything, and GitHub has no registration.</summary>
    public void ShouldBeEmpty()
    {
        Alive.Should().BeEmpty("every instance must be gone");
        Cloud.Volumes.Should().BeEmpty("every volume must be gone");
        Cloud.NetworkInterfaces.Should().BeEmpty("every network interface must be gone");
        Simulator.GitHub.Runners.Should().BeEmpty("every registration must be gone");
        // The processes of an instance that has just been terminated end a moment after the answer that says so.
        SpinWait.SpinUntil(() => !place.EnumerateFileSystemInfos().Any(), Eventually.Deadline);
        place.EnumerateFileSystemInfos().Should().BeEmpty("nothing of an instance may run");
    }

    /// <summary>The variables of a step; a null value leaves an input, or a variable in capitals, out.</summary>
    public Dictionary<string, string> Environment(params (string Input, string? Value)[] inputs)
    {
        var environment = world.Environment(("directory", null!));
        environment["AWS_ENDPOINT_URL"] = Simulator.AwsUrl.ToString();
        environment["AWS_EC2_METADATA_DISABLED"] = "true";
        environment["ACTIONS_ID_TOKEN_REQUEST_URL"] = Simulator.IdTokenRequestUrl.ToString();
        environment["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = Simulator.IdTokenRequestToken;
        foreach (var (input, value) in inputs.Prepend(("role-to-assume", Role)))
        {
            var name = char.IsAsciiLetterUpper(input[0]) ? input : "INPUT_" + input.ToUpperInvariant();
            if (value is null)
                environment.Remove(name);
            else
                environment[name] = value;
        }

        return environment;
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        place.Delete(recursive: true);
    }

    private static async Task<AwsWorld> CreateAsync(Func<Func<SimulatorOptions, SimulatorOptions>, Task<World>> create, Func<AwsOptions, AwsOptions>? configure = null)
    {
        var place = Directory.CreateTempSubdirectory("gha-aws-");
        var aws = new AwsOptions { InstanceHost = new ProcessInstanceHost(place.FullName), Roles = [new AwsRole { Arn = Role }] };
        return new AwsWorld(await create(options => options with { Aws = configure?.Invoke(aws) ?? aws }), place);
    }

    private Dictionary<string, string> Start((string Input, string? Value)[] inputs) =>
        Environment([("region", "us-east-1"), ("instance-type", "m7i.large"), .. inputs]);
}
