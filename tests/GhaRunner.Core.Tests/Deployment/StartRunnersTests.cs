using GhaRunner.Abstractions;
using GhaRunner.Core.Tests.Support;

namespace GhaRunner.Core.Tests.Deployment;

/// <summary>The start where all goes well in the end: candidates, retries, eventual consistency, many machines.</summary>
[Collection(ClockTests.Name)]
public sealed class StartRunnersTests
{
    private readonly Scene scene = new();

    [Fact]
    public async Task Run_RoomOnlyInTheLastOfTwelve_TriesEachOnceWithoutWaiting()
    {
        var candidates = Enumerable.Range(1, 12).Select(number => new Candidate { Zone = $"z{number}" }).ToArray();
        scene.Cloud.Candidates = candidates;
        foreach (var candidate in candidates[..^1])
            scene.Cloud.Room[candidate] = 0;
        var report = await scene.StartAsync();
        report.Failure.Should().BeNull();
        scene.Cloud.Creations.Select(creation => creation.Candidate).Should().Equal(candidates);
        report.Attempts.Should().HaveCount(12);
        report.Leases.Single().Candidate.Should().Be(candidates[^1]);
        report.Leases.Single().Timeline.Created.Should().Be(TimeSpan.Zero, "nothing waits between candidates");
    }

    [Fact]
    public async Task Run_QuotaOfARegion_LeavesOutTheRestOfIt()
    {
        scene.Cloud.Candidates = [.. from region in new[] { "east", "west" } from zone in new[] { "a", "b", "c" } select new Candidate { Region = region, Zone = zone }];
        scene.Cloud.Before = (call, _, _) => call == "create" && scene.Cloud.Creations[^1].Candidate.Region == "east"
            ? throw Faults.Quota(BlockedScope.Region) : Task.CompletedTask;
        var report = await scene.StartAsync();
        report.Failure.Should().BeNull();
        scene.Cloud.Creations.Select(creation => creation.Candidate.ToString()).Should().Equal("east a", "west a");
    }

    [Fact]
    public async Task Run_TransientTwice_TriesAgainUnderTheSameNameAndMakesOneMachine()
    {
        var failures = 2;
        scene.Cloud.Before = (call, _, _) => call == "create" && failures-- > 0 ? throw Faults.Of(ErrorCategory.Transient) : Task.CompletedTask;
        var report = await scene.StartAsync();
        report.Failure.Should().BeNull();
        scene.Cloud.Creations.Should().HaveCount(3);
        scene.Cloud.Creations.Select(creation => creation.Name).Distinct().Should().ContainSingle();
        scene.Cloud.Alive.Should().ContainSingle();
    }

    [Fact]
    public async Task Run_AnswerLostOnce_FindsTheSameMachineAgain()
    {
        var lost = 1;
        scene.Cloud.After = (call, _, _) => call == "create" && lost-- > 0 ? throw Faults.Of(ErrorCategory.Transient) : Task.CompletedTask;
        var report = await scene.StartAsync();
        report.Failure.Should().BeNull();
        scene.Cloud.Alive.Should().ContainSingle();
        report.Leases.Single().MachineId.Should().Be("m-1");
    }

    [Fact]
    public async Task Run_ThrottledWithAPause_WaitsAsLongAsAsked()
    {
        var failures = 1;
        scene.Cloud.Before = (call, _, _) => call == "create" && failures-- > 0
            ? throw new ActionableException(ErrorCategory.Throttled, "slow", "Slow down.") { RetryAfter = TimeSpan.FromSeconds(40) } : Task.CompletedTask;
        var report = await scene.StartAsync();
        report.Failure.Should().BeNull();
        report.Leases.Single().Timeline.Created.Should().BeCloseTo(TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Run_MachineNotShownForAWhile_IsNotAFailure()
    {
        scene.Cloud.Invisible = TimeSpan.FromSeconds(45);
        var report = await scene.StartAsync();
        report.Failure.Should().BeNull();
        report.Leases.Single().Timeline.Running.Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(45));
    }

    [Fact]
    public async Task Run_LooksThatFail_CostOneLookEach()
    {
        var looks = 0;
        scene.Cloud.Before = (call, _, _) => call == "list" && looks++ < 3 ? throw Faults.Of(ErrorCategory.Throttled) : Task.CompletedTask;
        (await scene.StartAsync()).Failure.Should().BeNull();
    }

    [Fact]
    public async Task Run_FiftyWithOneSlowMachine_TheOthersDoNotWaitForIt()
    {
        scene.Options.Count = 50;
        scene.Cloud.BootTime = name => name.EndsWith("-17", StringComparison.Ordinal) ? TimeSpan.FromMinutes(5) : TimeSpan.FromSeconds(2);
        var report = await scene.StartAsync();
        report.Failure.Should().BeNull();
        var slow = report.Leases.Single(lease => lease.Ownership.Index == 17);
        slow.Timeline.Online.Should().BeGreaterThanOrEqualTo(TimeSpan.FromMinutes(5));
        report.Leases.Where(lease => lease != slow).Should().OnlyContain(lease => lease.Timeline.Online < TimeSpan.FromSeconds(30));
        scene.Cloud.Alive.Should().HaveCount(50).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Run_OneCreateHangsForAWhile_TheOthersGoOnline()
    {
        scene.Options.Count = 3;
        scene.Cloud.Before = (call, subject, cancel) => call == "create" && subject.EndsWith("-2", StringComparison.Ordinal)
            ? Task.Delay(TimeSpan.FromMinutes(2), scene.Clock, cancel) : Task.CompletedTask;
        var report = await scene.StartAsync();
        report.Failure.Should().BeNull();
        report.Leases.Where(lease => lease.Ownership.Index != 2).Should().OnlyContain(lease => lease.Timeline.Online < TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Run_EachMachine_IsToldAtOnce()
    {
        scene.Options.Count = 3;
        var created = new List<string>();
        scene.Cloud.Before = async (call, subject, cancel) =>
        {
            if (call == "create")
                await Task.Delay(TimeSpan.FromSeconds(10) * int.Parse(subject.Split('-')[^1]), scene.Clock, cancel);
        };
        scene.OnTold = leases => created.Add($"{scene.Clock.GetUtcNow():mm:ss} {leases.Count}");
        (await scene.StartAsync()).Failure.Should().BeNull();
        created.Distinct().Should().StartWith(["00:10 1", "00:20 2", "00:30 3"]);
    }

    [Fact]
    public async Task Run_Success_EveryMachineHasTheTagsOfItsRun()
    {
        scene.Options.Count = 2;
        var report = await scene.StartAsync();
        var machines = await scene.Cloud.ListOwnedAsync(new OwnershipFilter { Repository = "OCTO-ORG/octo-repo", RunId = 4711, RunAttempt = 1 }, CancellationToken.None);
        machines.Select(machine => machine.Ownership).Should().BeEquivalentTo(report.Leases.Select(lease => lease.Ownership));
        report.Leases.Should().OnlyContain(lease => lease.HourlyPrice == 0.5m && lease.RunnerId != null && lease.RunnerName == lease.Label);
        scene.Masked.Should().HaveCount(2, "each configuration is masked");
    }

    [Fact]
    public async Task Run_PriceUnknown_IsNoReasonToFail()
    {
        scene.Cloud.Before = (call, _, _) => call == "price" ? throw Faults.Of(ErrorCategory.Unauthorized) : Task.CompletedTask;
        var report = await scene.StartAsync();
        report.Failure.Should().BeNull();
        report.Leases.Single().HourlyPrice.Should().BeNull();
    }

    [Fact]
    public async Task Run_DryRun_MakesNothing()
    {
        scene.Options.DryRun = true;
        var report = await scene.StartAsync();
        report.Candidates.Should().Equal((scene.Cloud.Candidates[0], 0.5m));
        scene.Cloud.Creations.Should().BeEmpty();
        scene.GitHub.Requests.Should().ContainSingle("a token that may not register is to be found out").Which.Should().EndWith("/downloads");
    }

    [Fact]
    public async Task Run_TokenRegistration_KnowsTheRunnerOnceItIsOnline()
    {
        scene.Options.Ephemeral = false;
        scene.Cloud.After = (call, subject, _) =>
        {
            if (call == "create")
                scene.GitHub.Add(subject, subject);
            return Task.CompletedTask;
        };
        var report = await scene.StartAsync();
        report.Failure.Should().BeNull();
        report.Leases.Single().RunnerId.Should().Be(1);
        scene.Masked.Should().Equal("AREGISTRATIONTOKEN");
    }

    [Fact]
    public async Task Run_ThrottledManyTimes_GoesOnUntilItIsLetIn()
    {
        scene.Options.Count = 5;
        var failures = 40;
        scene.Cloud.Before = (call, _, _) => call == "create" && Interlocked.Decrement(ref failures) >= 0 ? throw Faults.Of(ErrorCategory.Throttled) : Task.CompletedTask;
        var report = await scene.StartAsync();
        report.Failure.Should().BeNull();
        scene.Cloud.Creations.Should().HaveCount(45);
    }

    [Fact]
    public async Task Run_ThrottledForEver_SaysSoWhenTimeIsUp()
    {
        scene.Cloud.Before = (call, _, _) => call == "create" ? throw Faults.Of(ErrorCategory.Throttled) : Task.CompletedTask;
        var report = await scene.StartAsync();
        var failure = report.Failure.Should().BeOfType<ActionableException>().Subject;
        failure.Category.Should().Be(ErrorCategory.TimedOut);
        failure.Message.Should().Contain("not created yet, The cloud says Throttled.");
        scene.Left.Should().BeEmpty();
    }

    [Fact]
    public async Task Run_OneLookDoesNotShowAMachine_IsNoFailure()
    {
        scene.GitHub.IsOnline = (_, label) => scene.Cloud.IsRunning(label) && scene.Clock.GetUtcNow().Second > 30;
        scene.Cloud.Before = (_, _, _) =>
        {
            scene.Cloud.Invisible = scene.Clock.GetUtcNow().Second is > 10 and < 15 ? TimeSpan.FromDays(1) : TimeSpan.Zero;
            return Task.CompletedTask;
        };
        (await scene.StartAsync()).Failure.Should().BeNull();
    }

    [Fact]
    public async Task Run_SetupScriptDoesNotFit_IsSaidBeforeAnythingIsMade()
    {
        scene.Cloud.LongestUserData = 16384;
        scene.Options.SetupScript = Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(20_000));
        var report = await scene.StartAsync();
        var failure = report.Failure.Should().BeOfType<ActionableException>().Subject;
        failure.Code.Should().Be("setup-script-too-long");
        failure.Remedy.Should().Contain("setup-script");
        scene.GitHub.Runners.Should().BeEmpty();
        scene.Cloud.Creations.Should().BeEmpty();
    }
}
