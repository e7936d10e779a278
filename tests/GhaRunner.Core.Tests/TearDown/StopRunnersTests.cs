using GhaRunner.Abstractions;
using GhaRunner.Core.TearDown;
using GhaRunner.Core.Tests.Support;

namespace GhaRunner.Core.Tests.TearDown;

[Collection(ClockTests.Name)]
public sealed class StopRunnersTests
{
    private readonly Scene scene = new();

    [Fact]
    public async Task Run_MappingNamesWhatWeDidNotMake_DeletesNeitherMachineNorRegistration()
    {
        scene.GitHub.Add("build-server", "gpu");
        var report = await scene.StopAsync("""{"i-foreign":"gpu"}""");
        report.Failure.Should().BeNull();
        scene.Cloud.Deletions.Should().BeEmpty();
        scene.GitHub.Runners.Should().Equal(["build-server"], "a label that is not ours names the runners of others");
        report.Machines.Single().Finding.Should().Be(Finding.NotFound);
    }

    [Fact]
    public async Task Run_MappingLacksAMachineOfItsStart_TakesItToo()
    {
        Make(1);
        Make(2);
        var other = Make(1, start: "otherone");
        var report = await scene.StopAsync(MachineMapping.Format([KeyValuePair.Create("m-1", scene.Owned(1).MachineName)]));
        report.Failure.Should().BeNull();
        scene.Left.Should().BeEquivalentTo(other.MachineName, other.MachineName);
    }

    [Fact]
    public async Task Run_NoMapping_TakesThisAttemptAndThoseBeforeIt()
    {
        scene.Run = scene.Run with { RunAttempt = 2 };
        Make(1);
        Make(1, start: "secondatt", attempt: 2);
        var later = Make(1, start: "thirdatt", attempt: 3);
        (await scene.StopAsync()).Failure.Should().BeNull();
        scene.Cloud.Alive.Should().BeEquivalentTo(later.MachineName);
    }

    [Fact]
    public async Task Run_NothingLeftInTheMapping_TouchesNothing()
    {
        var other = Make(1, start: "otherjob");
        (await scene.StopAsync("{}")).Failure.Should().BeNull();
        scene.Cloud.Alive.Should().BeEquivalentTo(other.MachineName);
        scene.GitHub.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task Run_MachineIsGoneAlready_ItsRegistrationIsRemovedAllTheSame()
    {
        scene.GitHub.Add("gha-4711-1-abcd1234-1", "gha-4711-1-abcd1234-1");
        scene.GitHub.Add("gha-4711-1-abcd1234-2-r2", "gha-4711-1-abcd1234-2");
        scene.GitHub.Add("gha-4712-1-abcd1234-1", "gha-4712-1-abcd1234-1");
        (await scene.StopAsync()).Failure.Should().BeNull();
        scene.GitHub.Runners.Should().Equal("gha-4712-1-abcd1234-1");
    }

    [Fact]
    public async Task Run_OutsideAWorkflowWithoutMapping_IsRefused()
    {
        scene.Run = scene.Run with { RunId = 0 };
        Make(1, run: 0);
        (await scene.StopAsync()).Failure.Should().BeOfType<ActionableException>().Which.Code.Should().Be("mapping-missing");
        scene.Cloud.Alive.Should().HaveCount(1, "it may be a colleague's");
    }

    [Fact]
    public async Task Run_NoMapping_LeavesLaterAttemptsAndOtherRunsAlone()
    {
        Make(1);
        var attempt = Make(1, start: "attempt2", attempt: 2);
        var run = Make(1, start: "otherrun", run: 4712);
        (await scene.StopAsync()).Failure.Should().BeNull();
        scene.Cloud.Alive.Should().BeEquivalentTo(attempt.MachineName, run.MachineName);
    }

    [Fact]
    public async Task Run_OneIdCannotBeAskedFor_TheOthersAreTakenAllTheSame()
    {
        var owned = Make(1);
        scene.Cloud.Before = (call, subject, _) => call == "get" && subject == "!!" ? throw Faults.Of(ErrorCategory.InvalidInput) : Task.CompletedTask;
        var report = await scene.StopAsync($$"""{"!!":"x","m-1":"{{owned.MachineName}}"}""");
        scene.Left.Should().BeEmpty();
        report.Failure.Should().NotBeNull("nobody knows whether the other one is gone");
    }

    [Fact]
    public async Task Run_ListingFailsOnce_IsAskedAgain()
    {
        Make(1);
        var looks = 0;
        scene.Cloud.Before = (call, _, _) => call == "list" && ++looks == 1 ? throw Faults.Of(ErrorCategory.Transient) : Task.CompletedTask;
        (await scene.StopAsync()).Failure.Should().BeNull();
        scene.Left.Should().BeEmpty();
    }

    [Fact]
    public async Task Run_CannotListButIdsAreKnown_TakesThemAndSaysSo()
    {
        var owned = Make(1);
        scene.Cloud.Before = (call, _, _) => call == "list" ? throw Faults.Of(ErrorCategory.Unauthorized) : Task.CompletedTask;
        var report = await scene.StopAsync($$"""{"m-1":"{{owned.MachineName}}"}""");
        scene.Left.Should().BeEmpty();
        report.Failure.Should().BeOfType<ActionableException>().Which.Category.Should().Be(ErrorCategory.Unauthorized);
    }

    [Fact]
    public async Task Run_MachineStays_IsIncompleteAndNamed()
    {
        Make(1);
        scene.Cloud.DeletionTime = TimeSpan.FromHours(1);
        var report = await scene.StopAsync();
        var error = report.Failure.Should().BeOfType<ActionableException>().Subject;
        error.Category.Should().Be(ErrorCategory.CleanUpIncomplete);
        error.Message.Should().Contain("machine m-1");
    }

    [Fact]
    public async Task Run_Twice_SucceedsBothTimes()
    {
        var owned = Make(1);
        var mapping = $$"""{"m-1":"{{owned.MachineName}}"}""";
        (await scene.StopAsync(mapping)).Failure.Should().BeNull();
        (await scene.StopAsync(mapping)).Failure.Should().BeNull();
    }

    private Ownership Make(int index, string start = "abcd1234", long run = 4711, int attempt = 1)
    {
        var owned = scene.Owned(index, start, run, attempt);
        scene.Cloud.Add(owned);
        scene.GitHub.Add(owned.MachineName, owned.MachineName);
        return owned;
    }

    [Fact]
    public async Task Run_MachineEndedLongBefore_CostsOnlyUntilItsEnd()
    {
        scene.Cloud.Life = _ => TimeSpan.FromHours(2);
        scene.Cloud.Add(scene.Owned());
        scene.Clock.Advance(TimeSpan.FromHours(10));

        var machine = (await scene.StopAsync()).Machines.Should().ContainSingle().Subject;

        machine.Lived.Should().Be(TimeSpan.FromHours(2));
        machine.Cost.Should().Be(1m, "two hours at half a dollar");
    }

    [Fact]
    public async Task Run_MachineOfThisRunIsNotShownYet_IsLookedForAgainAndTaken()
    {
        var owned = Make(1);
        scene.Cloud.Invisible = TimeSpan.FromSeconds(5);

        var report = await scene.StopAsync($$"""{"m-1":"{{owned.MachineName}}"}""");

        report.Failure.Should().BeNull();
        scene.Left.Should().BeEmpty();
        report.Machines.Single().Finding.Should().Be(Finding.There);
    }

    [Fact]
    public async Task Run_MachineOfAnotherRunIsNotThere_IsNotWaitedFor()
    {
        var begun = scene.Clock.GetUtcNow();
        var report = await scene.StopAsync("""{"m-1":"gha-4710-1-abcd1234-1"}""");

        report.Failure.Should().BeNull();
        report.Machines.Single().Finding.Should().Be(Finding.NotFound);
        (scene.Clock.GetUtcNow() - begun).Should().BeLessThan(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Run_MachineWasGoneBefore_IsToldOfAndNotCountedAsRemoved()
    {
        Make(1);
        scene.Cloud.RemembersFor = TimeSpan.FromHours(1);
        (await scene.StopAsync()).Removed.GoneMachines.Should().Equal("m-1");

        var again = await scene.StopAsync();

        again.Failure.Should().BeNull();
        again.Machines.Single().Finding.Should().Be(Finding.GoneBefore);
        again.Removed.GoneMachines.Should().BeEmpty();
        scene.Run = scene.Run with { RunAttempt = 2 };
        (await scene.StopAsync()).Machines.Should().BeEmpty("what an earlier attempt had, and is gone, is old news");
    }
}
