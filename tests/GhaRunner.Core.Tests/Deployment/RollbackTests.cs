using GhaRunner.Abstractions;
using GhaRunner.Core.Tests.Support;

namespace GhaRunner.Core.Tests.Deployment;

/// <summary>The start that fails: it says why, takes back what it made, and says what it could not take back.</summary>
[Collection(ClockTests.Name)]
public sealed class RollbackTests
{
    private readonly Scene scene = new();

    [Fact]
    public async Task Run_Unauthorized_StopsAtOnce()
    {
        scene.Cloud.Candidates = [new Candidate { Zone = "a" }, new Candidate { Zone = "b" }];
        scene.Cloud.Before = (call, _, _) => call == "create" ? throw Faults.Of(ErrorCategory.Unauthorized) : Task.CompletedTask;
        var report = await scene.StartAsync();
        Error(report.Failure).Category.Should().Be(ErrorCategory.Unauthorized);
        scene.Cloud.Creations.Should().ContainSingle();
        scene.Left.Should().BeEmpty();
    }

    [Fact]
    public async Task Run_NoCandidateHasRoom_NamesEach()
    {
        scene.Cloud.Candidates = [new Candidate { Zone = "a" }, new Candidate { Zone = "b" }];
        foreach (var candidate in scene.Cloud.Candidates)
            scene.Cloud.Room[candidate] = 0;
        var report = await scene.StartAsync();
        var error = Error(report.Failure);
        error.Category.Should().Be(ErrorCategory.NoCapacity);
        error.Message.Should().Contain("a: No room.").And.Contain("b: No room.");
        scene.Left.Should().BeEmpty();
    }

    [Fact]
    public async Task Run_AnswersAlwaysLost_FindsTheMachineByItsTagsAndRemovesIt()
    {
        scene.Cloud.After = (call, _, _) => call == "create" ? throw Faults.Of(ErrorCategory.Transient) : Task.CompletedTask;
        var report = await scene.StartAsync();
        var error = Error(report.Failure);
        error.Category.Should().Be(ErrorCategory.Transient);
        error.WhatExists.Should().Be("Nothing is left of this start.");
        report.RolledBack!.GoneMachines.Should().Equal("m-1");
        scene.Left.Should().BeEmpty();
    }

    [Fact]
    public async Task Run_MachineListedAsEnded_FailsFastWithItsReason()
    {
        scene.Cloud.BootTime = _ => TimeSpan.FromHours(1);
        scene.Cloud.Life = _ => TimeSpan.FromSeconds(5);
        scene.Cloud.Console = "[gha-runner] 2026-01-31T12:00:00Z phase=download\nno route to host";
        var report = await scene.StartAsync();
        var error = Error(report.Failure);
        error.Category.Should().Be(ErrorCategory.MachineFailed);
        error.Message.Should().Contain("spot interruption").And.Contain("phase 'download'");
        report.Diagnoses.Single().LastLines.Should().Equal("no route to host");
        report.Elapsed.Should().BeLessThan(TimeSpan.FromMinutes(1));
        scene.Left.Should().BeEmpty();
    }

    [Fact]
    public async Task Run_MachineVanishesAfterItRan_FailsFast()
    {
        scene.GitHub.IsOnline = (_, _) => false;
        scene.Cloud.Before = (call, _, _) =>
        {
            if (call == "list" && scene.Cloud.IsRunning(scene.Cloud.Creations[0].Name) && scene.Cloud.Deletions.Count == 0 && scene.Clock.GetUtcNow().Second > 20)
                scene.Cloud.Invisible = TimeSpan.FromDays(1);
            return Task.CompletedTask;
        };
        var report = await scene.StartAsync();
        Error(report.Failure).Message.Should().Contain("no longer shows it");
        report.Elapsed.Should().BeLessThan(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Run_MachineNeverShown_FailsLongBeforeTheTimeout()
    {
        scene.Options.Timeout = TimeSpan.FromHours(1);
        scene.Cloud.Invisible = TimeSpan.FromMinutes(2);
        var report = await scene.StartAsync();
        Error(report.Failure).Category.Should().Be(ErrorCategory.MachineFailed);
        report.Elapsed.Should().BeLessThan(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Run_OneOfThreeFails_AllAreTakenBack()
    {
        scene.Options.Count = 3;
        scene.Cloud.Before = (call, subject, _) => call == "create" && subject.EndsWith("-3", StringComparison.Ordinal)
            ? throw Faults.Of(ErrorCategory.InvalidInput) : Task.CompletedTask;
        var report = await scene.StartAsync();
        Error(report.Failure).Category.Should().Be(ErrorCategory.InvalidInput);
        scene.Left.Should().BeEmpty();
        scene.Told[^1].Should().BeEmpty("nothing is left to hand on");
    }

    [Fact]
    public async Task Run_NeverOnline_TimesOutAndTakesBack()
    {
        scene.Options.Count = 2;
        scene.GitHub.IsOnline = (_, label) => label.EndsWith("-1", StringComparison.Ordinal) && scene.Cloud.IsRunning(label);
        var report = await scene.StartAsync();
        var error = Error(report.Failure);
        error.Category.Should().Be(ErrorCategory.TimedOut);
        error.Message.Should().Contain("1 of 2 runners").And.Contain("running, its runner is not online");
        report.Elapsed.Should().BeGreaterThanOrEqualTo(scene.Options.Timeout);
        scene.Left.Should().BeEmpty();
    }

    [Fact]
    public async Task Run_CreateNeverAnswers_TimesOutAndTakesBackWhatItMade()
    {
        scene.Options.Count = 2;
        scene.Cloud.After = (call, subject, cancel) => call == "create" && subject.EndsWith("-2", StringComparison.Ordinal)
            ? Task.Delay(Timeout.InfiniteTimeSpan, scene.Clock, cancel) : Task.CompletedTask;
        var report = await scene.StartAsync();
        Error(report.Failure).Category.Should().Be(ErrorCategory.TimedOut);
        scene.Left.Should().BeEmpty("the machine whose creation was never answered is found by its tags");
    }

    [Fact]
    public async Task Run_ProviderCannotListDuringRollback_SaysWhatMayBeLeft()
    {
        scene.Cloud.After = (call, _, _) => call == "create" ? throw Faults.Of(ErrorCategory.Transient) : Task.CompletedTask;
        scene.Cloud.Before = (call, _, _) => call == "list" ? throw Faults.Of(ErrorCategory.Unauthorized) : Task.CompletedTask;
        var report = await scene.StartAsync();
        var error = Error(report.Failure);
        error.Category.Should().Be(ErrorCategory.CleanUpIncomplete);
        error.WhatExists.Should().Contain("May be left").And.Contain($"{OwnershipTags.Start}={report.Leases[0].Ownership.Start}").And.Contain("The cloud says Unauthorized.");
        scene.GitHub.Runners.Should().BeEmpty("the other half is cleaned all the same");
    }

    [Fact]
    public async Task Run_MachineCannotBeDeleted_StaysInTheMappingAndInTheMessage()
    {
        scene.Options.Count = 2;
        scene.Cloud.Life = name => name.EndsWith("-1", StringComparison.Ordinal) ? TimeSpan.FromSeconds(3) : null;
        scene.Cloud.BootTime = _ => TimeSpan.FromHours(1);
        scene.Cloud.Before = (call, subject, _) => call == "delete" && subject == "m-2" ? throw Faults.Of(ErrorCategory.Unauthorized) : Task.CompletedTask;
        var report = await scene.StartAsync();
        var error = Error(report.Failure);
        error.Category.Should().Be(ErrorCategory.CleanUpIncomplete);
        error.WhatExists.Should().Contain("machine m-2 (The cloud says Unauthorized.)");
        scene.Told[^1].Should().ContainSingle("the stop job is told of what is left");
        scene.GitHub.Runners.Should().BeEmpty();
    }

    [Fact]
    public async Task Run_RegistrationRefused_AsksOnceForAHundred()
    {
        scene.Options.Count = 100;
        scene.GitHub.Before = (request, _) => Task.FromResult(FakeGitHub.IsRegistration(request) ? FakeGitHub.Answer(403) : null);
        var report = await scene.StartAsync();
        Error(report.Failure).Category.Should().Be(ErrorCategory.Unauthorized);
        scene.GitHub.Requests.Count(request => request.EndsWith("/generate-jitconfig", StringComparison.Ordinal)).Should().Be(1);
        scene.Cloud.Creations.Should().BeEmpty();
    }

    private static ActionableException Error(Exception? failure) => failure.Should().BeOfType<ActionableException>().Subject;

    [Fact]
    public async Task Run_FailsWhileAMachineIsNotShownYet_IsDeletedOnceItIs()
    {
        scene.Options.Count = 2;
        scene.Cloud.Invisible = TimeSpan.FromSeconds(20);
        scene.Cloud.Before = async (call, subject, cancel) =>
        {
            if (call != "create" || !subject.EndsWith("-2", StringComparison.Ordinal))
                return;
            await Task.Delay(TimeSpan.FromSeconds(5), scene.Clock, cancel);
            throw Faults.Of(ErrorCategory.Unauthorized);
        };
        var report = await scene.StartAsync();
        scene.Left.Should().BeEmpty();
        report.RolledBack!.IsComplete.Should().BeTrue();
    }

    [Fact]
    public async Task Run_CancelledWhileAMachineIsNotShownYet_SaysThatItMayBeLeft()
    {
        scene.Cloud.Invisible = TimeSpan.FromSeconds(20);
        using var cancel = new CancellationTokenSource();
        scene.OnTold = leases =>
        {
            if (leases.Count > 0)
                cancel.Cancel();
        };
        var report = await scene.StartAsync(cancel.Token);
        report.RolledBack!.RemainingMachines.Should().ContainKey("m-1", "nobody knows that it is gone");
        scene.Told[^1].Should().ContainSingle("stop must hear of it");
        scene.ToldNothingLeft.Should().BeFalse();
    }
}
