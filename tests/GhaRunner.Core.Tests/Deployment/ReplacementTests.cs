using GhaRunner.Abstractions;
using GhaRunner.Core.Tests.Support;

namespace GhaRunner.Core.Tests.Deployment;

/// <summary>Machines that the provider takes away before their runner is online: the next candidate takes their place.</summary>
[Collection(ClockTests.Name)]
public sealed class ReplacementTests
{
    private static readonly Candidate spot = new() { Region = "east", InstanceType = "big", Market = Market.Spot };
    private static readonly Candidate onDemand = new() { Region = "east", InstanceType = "big" };

    private readonly Scene scene = new();

    public ReplacementTests()
    {
        scene.Cloud.Candidates = [spot, onDemand];
        scene.Cloud.BootTime = _ => TimeSpan.FromSeconds(5);
        scene.Cloud.Loses = candidate => candidate == spot ? Faults.NoRoom(BlockedScope.Candidate) : null;
    }

    [Fact]
    public async Task Run_MachineLost_TheNextCandidateTakesItsPlace()
    {
        var report = await scene.StartAsync();

        report.Failure.Should().BeNull();
        var lease = report.Leases.Should().ContainSingle().Subject;
        lease.Candidate.Should().Be(onDemand);
        lease.MachineId.Should().Be("m-2");
        scene.Cloud.Deletions.Should().Equal("m-1");
        scene.Cloud.Creations.Should().Equal((lease.Label, spot), (lease.Label, onDemand));
        report.Attempts.Select(attempt => attempt.Outcome).Should().Equal("created", "lost: No room.", "created");
        scene.Told[^1].Should().Equal(lease.Label);
    }

    [Fact]
    public async Task Run_MachineLost_ItsRegistrationIsNotUsedAgain()
    {
        var report = await scene.StartAsync();

        scene.GitHub.Requests.Count(request => request.EndsWith("/generate-jitconfig", StringComparison.Ordinal)).Should().Be(2);
        scene.GitHub.Requests.Should().Contain(request => request.StartsWith("DELETE", StringComparison.Ordinal));
        scene.GitHub.Runners.Should().Equal(report.Leases.Single().RunnerName);
    }

    [Fact]
    public async Task Run_RegistrationOfTheLostCannotBeRemoved_AnotherNameIsTakenAndNothingStays()
    {
        scene.GitHub.Before = (request, _) => Task.FromResult(request.Method == HttpMethod.Delete ? FakeGitHub.Answer(403) : null);
        scene.GitHub.IsOnline = (name, label) => scene.Cloud.IsRunning(label) && name.EndsWith("-r2", StringComparison.Ordinal);
        var report = await scene.StartAsync();

        report.Failure.Should().BeOfType<ActionableException>("the old registration blocks the name and may not be removed");
        scene.Cloud.Alive.Should().BeEmpty();
    }

    [Fact]
    public async Task Run_LostOneOfThree_TheOthersStay()
    {
        scene.Options.Count = 3;
        scene.Cloud.Candidates = [spot, onDemand];
        scene.Cloud.Room[spot] = 1;
        var report = await scene.StartAsync();

        report.Failure.Should().BeNull();
        report.Leases.Should().OnlyContain(lease => lease.Candidate == onDemand);
        scene.Cloud.Deletions.Should().ContainSingle();
        scene.Cloud.Alive.Should().HaveCount(3);
    }

    [Fact]
    public async Task Run_EveryCandidateLoses_SaysSoAndLeavesNothing()
    {
        scene.Cloud.Loses = _ => Faults.NoRoom(BlockedScope.Candidate);
        var report = await scene.StartAsync();

        var failure = report.Failure.Should().BeOfType<ActionableException>().Subject;
        failure.Category.Should().Be(ErrorCategory.NoCapacity);
        failure.Message.Should().Contain("lost: No room.");
        scene.Cloud.Creations.Should().HaveCount(2);
        scene.Left.Should().BeEmpty();
    }

    [Fact]
    public async Task Run_LossForAReasonThatIsNotCapacity_FailsAtOnce()
    {
        scene.Cloud.Loses = candidate => candidate == spot ? Faults.Of(ErrorCategory.InvalidInput) : null;
        var report = await scene.StartAsync();

        var failure = report.Failure.Should().BeOfType<ActionableException>().Subject;
        failure.Category.Should().Be(ErrorCategory.InvalidInput);
        failure.Message.Should().Contain("The cloud says InvalidInput.");
        scene.Cloud.Creations.Should().ContainSingle();
        scene.Left.Should().BeEmpty();
    }

    [Fact]
    public async Task Run_LostMachineCannotBeDeleted_NothingMoreIsMade()
    {
        scene.Cloud.Before = (call, _, _) => call == "delete" ? throw Faults.Of(ErrorCategory.Unauthorized) : Task.CompletedTask;
        var report = await scene.StartAsync();

        report.Failure.Should().NotBeNull();
        scene.Cloud.Creations.Should().ContainSingle();
        report.RolledBack!.RemainingMachines.Should().ContainKey("m-1");
    }

    [Fact]
    public async Task Run_AnswerLostForTheReplacement_TheDeadOneIsNotTakenForIt()
    {
        scene.Cloud.DeletionTime = TimeSpan.FromHours(1); // The lost one is shown for a long while, as clouds do.
        scene.Cloud.After = (call, _, _) => call == "create" && scene.Cloud.Creations.Count > 1 ? throw Faults.Of(ErrorCategory.Unexpected) : Task.CompletedTask;
        scene.Cloud.Invisible = TimeSpan.FromSeconds(2);
        var report = await scene.StartAsync();

        report.Failure.Should().NotBeNull();
        scene.Cloud.Alive.Should().BeEmpty("the machine whose answer was lost is looked for until it is shown");
    }

    [Fact]
    public async Task Run_ArchitectureOfTheInputDoesNotFit_IsSaidBeforeAnythingIsMade()
    {
        scene.Options.Architecture = MachineArchitecture.Arm64;
        scene.Cloud.Candidates = [onDemand with { Architecture = MachineArchitecture.X64 }];
        var report = await scene.StartAsync();

        report.Failure.Should().BeOfType<ActionableException>().Which.Code.Should().Be("architecture-mismatch");
        scene.GitHub.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task Run_CandidatesFailInPassing_AreAskedForAgain()
    {
        var failures = 2;
        scene.Cloud.Loses = _ => null;
        scene.Cloud.Before = (call, _, _) => call == "candidates" && failures-- > 0 ? throw Faults.Of(ErrorCategory.Throttled) : Task.CompletedTask;
        (await scene.StartAsync()).Failure.Should().BeNull();
    }
}
