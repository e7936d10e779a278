using GhaRunner.Abstractions;
using GhaRunner.Core.Tests.Support;

namespace GhaRunner.Core.Tests.Deployment;

/// <summary>A cancel at every await of a start: nothing is left, or the observer was told of it.</summary>
[Collection(ClockTests.Name)]
public sealed class CancellationTests
{
    /// <summary>More than a start of two makes; a run that is over before its turn ends the loop.</summary>
    private const int MostCalls = 200;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_CancelledBeforeTheEffectOfEachCall_LeavesNothing(bool machinesAreLost)
    {
        for (var turn = 1; ; turn++)
        {
            if (!await CancelAtAsync(turn, machinesAreLost, afterTheEffect: false, hang: false))
                break;
            turn.Should().BeLessThan(MostCalls);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_CancelledAfterTheEffectOfEachCall_LeavesNothing(bool machinesAreLost)
    {
        for (var turn = 1; ; turn++)
        {
            if (!await CancelAtAsync(turn, machinesAreLost, afterTheEffect: true, hang: false))
                break;
            turn.Should().BeLessThan(MostCalls);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_CancelledWhileACallThatHadItsEffectHangs_LeavesNothing(bool machinesAreLost)
    {
        for (var turn = 1; ; turn++)
        {
            if (!await CancelAtAsync(turn, machinesAreLost, afterTheEffect: true, hang: true))
                break;
            turn.Should().BeLessThan(MostCalls);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_CancelledWhileACallHangsBeforeItsEffect_LeavesNothing(bool machinesAreLost)
    {
        for (var turn = 1; ; turn++)
        {
            if (!await CancelAtAsync(turn, machinesAreLost, afterTheEffect: false, hang: true))
                break;
            turn.Should().BeLessThan(MostCalls);
        }
    }

    /// <returns>Whether the start made that many calls before it was over.</returns>
    private static async Task<bool> CancelAtAsync(int turn, bool machinesAreLost, bool afterTheEffect, bool hang)
    {
        var scene = new Scene();
        scene.Options.Count = 2;
        if (machinesAreLost)
        {
            scene.Cloud.Candidates = [new Candidate { Market = Market.Spot }, new Candidate()];
            scene.Cloud.BootTime = _ => TimeSpan.FromSeconds(5);
            scene.Cloud.Loses = candidate => candidate.Market == Market.Spot ? Faults.NoRoom(BlockedScope.Candidate) : null;
        }

        using var cancel = new CancellationTokenSource();
        var calls = 0;
        var what = "";
        var cancelledAt = DateTimeOffset.MaxValue;
        scene.Cloud.Before = (call, subject, ct) => MeetAsync($"{call} {subject}", !afterTheEffect, ct);
        scene.Cloud.After = (call, subject, ct) => MeetAsync($"{call} {subject}", afterTheEffect, ct);
        scene.GitHub.Before = (request, ct) => MeetGitHubAsync(request, !afterTheEffect, ct);
        scene.GitHub.After = (request, ct) => MeetGitHubAsync(request, afterTheEffect, ct);

        var report = await scene.StartAsync(cancel.Token);

        var because = $"the start was cancelled at call {turn} ({what})";
        if (!cancel.IsCancellationRequested)
        {
            report.Failure.Should().BeNull();
            return false;
        }

        if (report.Failure is null)
            return true;
        report.Failure.Should().BeAssignableTo<OperationCanceledException>(because);
        scene.Left.Should().BeEmpty(because);
        (scene.Clock.GetUtcNow() - cancelledAt).Should().BeLessThan(TimeSpan.FromSeconds(5), because);
        (scene.Told.Count == 0 || scene.Told[^1].Length == 0).Should().BeTrue(because + report.RolledBack?.Describe());
        return true;

        Task MeetAsync(string call, bool counts, CancellationToken ct)
        {
            if (!counts || Interlocked.Increment(ref calls) != turn)
                return Task.CompletedTask;
            what = call;
            cancelledAt = scene.Clock.GetUtcNow();
            cancel.Cancel();
            return hang ? Task.Delay(Timeout.InfiniteTimeSpan, scene.Clock, ct) : Task.CompletedTask;
        }

        async Task<HttpResponseMessage?> MeetGitHubAsync(HttpRequestMessage request, bool counts, CancellationToken ct)
        {
            await MeetAsync($"{request.Method} {request.RequestUri!.AbsolutePath}", counts, ct);
            return null;
        }
    }
}
