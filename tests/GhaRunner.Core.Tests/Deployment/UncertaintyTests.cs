using GhaRunner.Abstractions;
using GhaRunner.Core.Tests.Support;

namespace GhaRunner.Core.Tests.Deployment;

/// <summary>What nobody knows to be gone is never said to be gone.</summary>
[Collection(ClockTests.Name)]
public sealed class UncertaintyTests
{
    private readonly Scene scene = new();

    [Fact]
    public async Task Run_AnswerLostThenRefused_TheMachineStaysUncertain()
    {
        var creations = 0;
        scene.Cloud.After = (call, _, _) => call == "create" && ++creations == 1 ? throw Faults.Of(ErrorCategory.Transient) : Task.CompletedTask;
        scene.Cloud.Before = (call, _, _) => call switch
        {
            "create" when creations == 1 => throw Faults.Of(ErrorCategory.Unauthorized),
            "list" => throw Faults.Of(ErrorCategory.Unauthorized),
            _ => Task.CompletedTask,
        };
        var report = await scene.StartAsync();
        scene.Cloud.Alive.Should().ContainSingle();
        report.RolledBack!.IsComplete.Should().BeFalse("a machine may have been made, and could not be looked for");
    }

    [Fact]
    public async Task Run_RegistrationLostAndListingRefused_SaysThatItMayBeLeft()
    {
        scene.GitHub.After = (request, _) => FakeGitHub.IsRegistration(request) ? throw new HttpRequestException("reset") : Task.FromResult<HttpResponseMessage?>(null);
        scene.GitHub.Before = (request, _) => Task.FromResult(FakeGitHub.IsListing(request) ? FakeGitHub.Answer(403) : null);
        var report = await scene.StartAsync();
        scene.GitHub.Runners.Should().ContainSingle();
        report.RolledBack!.IsComplete.Should().BeFalse("a registration may have been made, and could not be looked for");
    }

    [Fact]
    public async Task Run_ListingFailsOnceDuringRollback_IsAskedAgain()
    {
        scene.Cloud.After = (call, _, _) => call == "create" ? throw Faults.Of(ErrorCategory.Transient) : Task.CompletedTask;
        var looks = 0;
        scene.Cloud.Before = (call, _, _) => call == "list" && ++looks == 1 ? throw Faults.Of(ErrorCategory.Transient) : Task.CompletedTask;
        var report = await scene.StartAsync();
        report.RolledBack!.IsComplete.Should().BeTrue();
        scene.Left.Should().BeEmpty();
    }

    [Fact]
    public async Task Run_LostMachineIsShownLate_IsFoundAllTheSame()
    {
        scene.Cloud.After = (call, _, _) => call == "create" ? throw Faults.Of(ErrorCategory.Transient) : Task.CompletedTask;
        scene.Cloud.Invisible = TimeSpan.FromSeconds(20);
        var report = await scene.StartAsync();
        scene.Left.Should().BeEmpty();
        report.RolledBack!.IsComplete.Should().BeTrue();
    }

    [Fact]
    public async Task Run_LostMachineIsWaitedFor_TheKnownOnesGoBeforeThat()
    {
        scene.Options.Count = 2;
        DateTimeOffset? deleted = null;
        scene.Cloud.Before = (call, subject, _) =>
        {
            if (call == "delete")
                deleted ??= scene.Clock.GetUtcNow();
            return call == "create" && subject.EndsWith("-2", StringComparison.Ordinal) ? throw Faults.Of(ErrorCategory.Transient) : Task.CompletedTask;
        };
        var began = scene.Clock.GetUtcNow();
        var report = await scene.StartAsync();
        (deleted - began).Should().BeLessThan(TimeSpan.FromSeconds(30));
        report.RolledBack!.IsComplete.Should().BeTrue();
        scene.Left.Should().BeEmpty();
    }

    [Fact]
    public async Task Run_OneOfTwoFindsNoRoom_TheMessageTellsWhyAndNotThatTheOtherWasMade()
    {
        scene.Options.Count = 2;
        scene.Cloud.Room[scene.Cloud.Candidates[0]] = 1;
        scene.Cloud.Before = (call, subject, ct) => call == "create" && subject.EndsWith("-1", StringComparison.Ordinal)
            ? Task.Delay(TimeSpan.FromSeconds(1), scene.Clock, ct) : Task.CompletedTask;
        scene.Cloud.After = (call, subject, ct) => call == "create" && subject.EndsWith("-2", StringComparison.Ordinal)
            ? Task.Delay(TimeSpan.FromSeconds(5), scene.Clock, ct) : Task.CompletedTask;
        var report = await scene.StartAsync();
        report.Failure!.Message.Should().Contain("No room.").And.NotContain("created");
        scene.Left.Should().BeEmpty();
    }

    [Fact]
    public async Task Run_AnswerLostThenNoRoom_SaysWhyNoOtherPlaceWasTried()
    {
        scene.Cloud.Candidates = [new Candidate { Zone = "a" }, new Candidate { Zone = "b" }];
        scene.Cloud.Before = (call, _, _) => call == "create"
            ? throw (scene.Cloud.Creations.Count == 1 ? Faults.Of(ErrorCategory.Transient) : Faults.NoRoom(BlockedScope.Candidate)) : Task.CompletedTask;
        var report = await scene.StartAsync();
        report.Failure.Should().BeOfType<ActionableException>().Which.Message.Should().Contain("no other place was tried");
        scene.Cloud.Creations.Should().HaveCount(2);
    }
}
