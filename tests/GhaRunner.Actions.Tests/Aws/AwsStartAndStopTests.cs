using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GhaRunner.Actions.Tests.Aws;

/// <summary>The three jobs on a simulated EC2, from the inputs to the empty account.</summary>
public sealed class AwsStartAndStopTests
{
    [Fact]
    public async Task StartJobStop_WithoutKeys_RunsAJobOnTheInstanceAndLeavesNothing()
    {
        await using var world = await AwsWorld.CreateAsync();
        using var start = await world.StartAsync();
        start.ExitCode.Should().Be(0, start.VisibleText);
        var label = JsonSerializer.Deserialize<string[]>(start.Outputs["instances"])!.Should().ContainSingle().Subject;
        var job = world.Simulator.GitHub.EnqueueJob(Support.World.Repository, Support.World.RunId, "test", [label], "echo \"hello from $RUNNER_NAME\"");
        (await job.Completion.WaitAsync(TimeSpan.FromSeconds(60))).Should().Be("success", job.Log);
        job.Log.Should().Contain($"hello from {label}");

        using var stop = await world.StopAsync(("mapping", start.Outputs["mapping"]));

        stop.ExitCode.Should().Be(0, stop.VisibleText);
        world.ShouldBeEmpty();
        world.Cloud.Instances.Should().ContainSingle();
    }

    [Fact]
    public async Task Start_Twenty_MakesOneRequestEachAndOneListingALook()
    {
        await using var world = await AwsWorld.CreateAsync();
        using var start = await world.StartAsync(("count", "20"));
        start.ExitCode.Should().Be(0, start.VisibleText);

        world.Count("RunInstances").Should().Be(20);
        foreach (var once in new[] { "AssumeRoleWithWebIdentity", "DescribeSubnets", "DescribeInstanceTypes", "DescribeInstanceTypeOfferings", "DescribeImages", "GetParameters", "GetProducts" })
            world.Count(once).Should().Be(1, "{0} is asked once, however many machines there are", once);
        world.Alive.Should().HaveCount(20).And.OnlyContain(instance => instance.Tags["gha-runner"] == "v1");

        using var stop = await world.StopAsync(("mapping", start.Outputs["mapping"]));
        stop.ExitCode.Should().Be(0, stop.VisibleText);
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Stop_WithoutMapping_FindsTheMachinesOfTheRunInEveryRegion()
    {
        await using var world = await AwsWorld.CreateAsync();
        using var east = await world.StartAsync();
        using var west = await world.StartAsync(("region", "us-west-2"));
        var foreign = world.Cloud.AddInstance("us-east-1");
        (east.ExitCode, west.ExitCode).Should().Be((0, 0), east.VisibleText + west.VisibleText);

        using var stop = await world.StopAsync(("region", "us-east-1, us-west-2"));

        stop.ExitCode.Should().Be(0, stop.VisibleText);
        world.Alive.Should().ContainSingle().Which.InstanceId.Should().Be(foreign);
        JsonSerializer.Deserialize<string[]>(stop.Outputs["stopped"]).Should().HaveCount(2);
    }

    [Fact]
    public async Task Stop_InputNamesAnotherRegion_TheMappingKnowsBetter()
    {
        await using var world = await AwsWorld.CreateAsync();
        using var start = await world.StartAsync(("region", "us-west-2"));

        using var stop = await world.StopAsync(("mapping", start.Outputs["mapping"]), ("region", "us-east-1"));

        stop.ExitCode.Should().Be(0, stop.VisibleText);
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Stop_OneBadIdInTheMapping_TheOthersGo()
    {
        await using var world = await AwsWorld.CreateAsync();
        using var start = await world.StartAsync(("count", "2"));
        var mapping = JsonNode.Parse(start.Outputs["mapping"])!.AsObject();
        mapping["us-east-1/i-0123456789abcdef0"] = "gha-1-1-somebody-1";
        mapping["us-east-1/i-nonsense"] = "gha-1-1-somebody-2";

        using var stop = await world.StopAsync(("mapping", mapping.ToJsonString()));

        stop.ExitCode.Should().Be(0, stop.VisibleText);
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Stop_Twice_Succeeds()
    {
        await using var world = await AwsWorld.CreateAsync();
        using var start = await world.StartAsync();
        using var first = await world.StopAsync(("mapping", start.Outputs["mapping"]));
        using var second = await world.StopAsync(("mapping", start.Outputs["mapping"]));
        (first.ExitCode, second.ExitCode).Should().Be((0, 0), first.VisibleText + second.VisibleText);
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Stop_MachineThatCost_SaysTimeByPrice()
    {
        await using var world = await AwsWorld.CreateAsync();
        using var start = await world.StartAsync(("instance-type", "g5.xlarge"));
        start.ExitCode.Should().Be(0, start.VisibleText);
        start.VisibleText.Should().Contain("costs 1.006 USD an hour");
        JsonNode.Parse(start.Outputs["machines"])![0]!["hourly_price_usd"]!.GetValue<decimal>().Should().Be(1.006m);

        using var stop = await world.StopAsync(("mapping", start.Outputs["mapping"]));

        stop.Summary.Should().MatchRegex(@"\| gone \| [0-9.]+ \| 0\.00[0-9]* \|");
    }

    [Fact]
    public async Task Start_DryRun_ShowsCandidatesWithPricesAndMakesNothing()
    {
        await using var world = await AwsWorld.CreateAsync();
        using var start = await world.StartAsync(("dry-run", "true"), ("instance-type", "g6.xlarge, g5.xlarge"), ("market", "spot-then-on-demand"));

        start.ExitCode.Should().Be(0, start.VisibleText);
        var lines = start.VisibleText.Split('\n').Where(line => line.Contains("Would try:", StringComparison.Ordinal)).ToList();
        lines.Should().HaveCount(10, "g6 is not offered in us-east-1c");
        lines[..5].Should().OnlyContain(line => line.Contains("spot", StringComparison.Ordinal));
        lines[5].Should().Contain("us-east-1a").And.Contain("g6.xlarge").And.Contain(0.8048m.ToString(CultureInfo.InvariantCulture));
        start.VisibleText.Should().Contain("us-east-1c");
        world.Count("RunInstances").Should().Be(0);
        world.Cloud.Instances.Should().BeEmpty();
        world.Simulator.GitHub.Runners.Should().BeEmpty();
    }
}
