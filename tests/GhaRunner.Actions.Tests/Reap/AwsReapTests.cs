using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GhaRunner.Abstractions;
using GhaRunner.Actions.Tests.Aws;
using GhaRunner.Actions.Tests.Support;
using GhaRunner.Simulator.Aws.Access;
using GhaRunner.Simulator.Faults;

namespace GhaRunner.Actions.Tests.Reap;

/// <summary>The reaper on a simulated AWS: all regions, what outlives instances, and the rights it needs.</summary>
public sealed partial class AwsReapTests
{
    private const long Over = 100;
    private const long Running = 200;

    [Fact]
    public async Task Reap_MachinesInEveryRegion_TakesTheForgottenAndLeavesTheOthers()
    {
        await using var world = await CreateAsync();
        var forgotten = Add(world, "us-west-2", Over);
        var expired = Add(world, "eu-central-1", Running, expired: true);
        var wanted = Add(world, "us-west-2", Running, start: "wanted01");
        var foreign = world.Cloud.AddInstance("us-west-2");

        using var reap = await world.ReapAsync();

        reap.ExitCode.Should().Be(0, reap.VisibleText);
        world.Alive.Select(instance => instance.InstanceId).Should().BeEquivalentTo(wanted, foreign);
        JsonSerializer.Deserialize<string[]>(reap.Outputs["reaped"]).Should().BeEquivalentTo($"us-west-2/{forgotten}", $"eu-central-1/{expired}");
        reap.Summary.Should().MatchRegex(@"\| octo-org/octo-repo \| 100 attempt 1 \| running \| 3 h 0 min \| 0\.\d+ \| taken away: its run is over since");
    }

    [Fact]
    public async Task Reap_VolumeAndInterfaceHaveOutlivedTheirInstance_Go()
    {
        await using var world = await CreateAsync();
        using var start = await world.StartAsync(("GITHUB_RUN_ID", "100"));
        var instance = world.Alive.Single().InstanceId;
        world.Cloud.KeepAttachments(instance);
        world.Cloud.EndByGuest(instance);
        world.Cloud.Volumes.Should().NotBeEmpty();
        world.Cloud.NetworkInterfaces.Should().NotBeEmpty();

        using var reap = await world.ReapAsync();

        reap.ExitCode.Should().Be(0, reap.VisibleText);
        world.Cloud.Volumes.Should().BeEmpty();
        world.Cloud.NetworkInterfaces.Should().BeEmpty();
        world.Simulator.GitHub.Runners.Should().BeEmpty();
        reap.Outputs["reaped"].Should().Contain("us-east-1/vol-").And.Contain("us-east-1/eni-").And.NotContain(instance);
    }

    [Fact]
    public async Task Reap_VolumeOfARunInProgress_Stays()
    {
        await using var world = await CreateAsync();
        using var start = await world.StartAsync(("GITHUB_RUN_ID", "200"));
        var instance = world.Alive.Single().InstanceId;
        world.Cloud.KeepAttachments(instance);
        world.Cloud.EndByGuest(instance);

        using var reap = await world.ReapAsync();

        reap.ExitCode.Should().Be(0, reap.VisibleText);
        world.Cloud.Volumes.Should().NotBeEmpty();
        reap.Outputs["reaped"].Should().Be("[]");
    }

    [Fact]
    public async Task Reap_OneRegionIsOutOfOrder_TakesTheOthersLeavesRegistrationsAndFails()
    {
        await using var world = await CreateAsync();
        Add(world, "us-east-1", Over);
        var hidden = Add(world, "us-west-2", Over, start: "hidden01");
        world.Simulator.GitHub.AddOfflineRunner(World.Repository, "gha-100-1-somebody-1");
        world.Simulator.Faults.Add(new FaultRule { Path = "/_aws/ec2/us-west-2/DescribeInstances", Times = int.MaxValue, Effect = FaultEffect.Status(500) });

        using var reap = await world.ReapAsync();

        reap.ExitCode.Should().Be(1, reap.VisibleText);
        reap.VisibleText.Should().Contain("EC2 in us-west-2 did not list the instances");
        world.Alive.Should().ContainSingle().Which.InstanceId.Should().Be(hidden);
        world.Simulator.GitHub.Runners.Should().ContainSingle("its machine may be where nobody could look");
    }

    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    public async Task Reap_GitHubDoesNotTellOfTheRun_TerminatesNothing(int status)
    {
        await using var world = await CreateAsync();
        Add(world, "us-east-1", Over);
        world.Simulator.Faults.Add(new FaultRule { Path = "/actions/runs/", Times = int.MaxValue, Effect = FaultEffect.Status(status) });

        using var reap = await world.ReapAsync();

        reap.ExitCode.Should().NotBe(0, reap.VisibleText);
        world.Alive.Should().ContainSingle();
        world.Count("TerminateInstances").Should().Be(0);
    }

    [Fact]
    public async Task Reap_DryRun_AsksForNoDeletion()
    {
        await using var world = await CreateAsync();
        Add(world, "us-west-2", Over);

        using var reap = await world.ReapAsync(("dry-run", "true"));

        reap.ExitCode.Should().Be(0, reap.VisibleText);
        reap.VisibleText.Should().Contain("would be taken away: its run is over since");
        world.Count("TerminateInstances").Should().Be(0);
    }

    [Fact]
    public async Task Reap_RoleMayDoWhatThePagesSay_IsEnough()
    {
        await using var world = await CreateAsync([.. Policy("aws.md"), .. Policy("reap.md")]);
        using var start = await world.StartAsync(("GITHUB_RUN_ID", "100"));
        world.Cloud.KeepAttachments(world.Alive.Single().InstanceId);
        Add(world, "us-west-2", Over, start: "second01");

        using var reap = await world.ReapAsync();

        reap.ExitCode.Should().Be(0, reap.VisibleText);
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Reap_RoleMayNotListRegions_TakesFromTheNamedOnesAndSaysSo()
    {
        await using var world = await CreateAsync(Policy("aws.md"));
        Add(world, "us-east-1", Over);
        var elsewhere = Add(world, "us-west-2", Over, start: "second01");

        using var reap = await world.ReapAsync();

        reap.ExitCode.Should().Be(3, reap.VisibleText);
        reap.VisibleText.Should().Contain("ec2:DescribeRegions");
        world.Alive.Should().ContainSingle().Which.InstanceId.Should().Be(elsewhere);
        Policy("reap.md").Should().Equal("ec2:DescribeRegions");
    }

    private static async Task<AwsWorld> CreateAsync(IReadOnlyList<string>? actions = null)
    {
        var world = await AwsWorld.CreateAsync(aws => actions is null ? aws : aws with { Roles = [new AwsRole { Arn = AwsWorld.Role, AllowedActions = actions }] });
        world.Simulator.GitHub.DeclareRun(World.Repository, Over, "completed", "success", ago: TimeSpan.FromHours(2));
        world.Simulator.GitHub.DeclareRun(World.Repository, Running);
        return world;
    }

    private static string Add(AwsWorld world, string region, long run, string start = "abcd1234", bool expired = false) => world.Cloud.AddInstance(
        region,
        new Ownership
        {
            Repository = World.Repository, RunId = run, RunAttempt = 1, Job = "start", Start = start, Index = 1, Scope = World.Repository,
            ExpiresAt = TimeProvider.System.GetUtcNow() + (expired ? TimeSpan.FromMinutes(-1) : TimeSpan.FromHours(3)),
        }.ToTags(),
        "m7i.large",
        TimeSpan.FromHours(3));

    /// <summary>The actions that the policies on a page allow.</summary>
    private static IReadOnlyList<string> Policy(string page)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "docs", page)))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        return
        [
            .. Json().Matches(File.ReadAllText(Path.Combine(folder.FullName, "docs", page))).Select(match => JsonNode.Parse(match.Groups["json"].Value)!)
                .SelectMany(document => document["Statement"]!.AsArray()).Where(statement => statement!["Principal"] is null)
                .SelectMany(statement => statement!["Action"] is JsonArray several ? several.Select(one => one!.GetValue<string>()) : [statement["Action"]!.GetValue<string>()]),
        ];
    }

    [GeneratedRegex(@"```json\n(?<json>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Json();
}
