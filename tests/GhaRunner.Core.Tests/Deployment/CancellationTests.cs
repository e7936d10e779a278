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

    /// <summary>Two seconds are not enough for everything; what is left is then known to those who come after.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_HurriedAtEachCall_EndsInTwoSecondsAndTellsWhatMayBeLeft(bool hang)
    {
        for (var turn = 1; ; turn++)
        {
            var scene = new Scene();
            scene.Options.Count = 2;
            using var cancel = new CancellationTokenSource();
            using var hurry = new CancellationTokenSource();
            var calls = 0;
            var hurriedAt = DateTimeOffset.MaxValue;
            scene.Cloud.After = (_, _, ct) => MeetAsync(ct);
            scene.GitHub.After = async (_, ct) =>
            {
                await MeetAsync(ct);
                return null;
            };
            var report = await scene.StartAsync(cancel.Token, hurry.Token);
            if (!cancel.IsCancellationRequested)
                break;
            (scene.Clock.GetUtcNow() - hurriedAt).Should().BeLessThan(TimeSpan.FromSeconds(2), $"it was hurried at call {turn}");
            if (scene.Left.Any() && report.Failure is not null)
                (report.RolledBack is { IsComplete: false }).Should().BeTrue($"it was hurried at call {turn}, and something is left");
            turn.Should().BeLessThan(MostCalls);

            Task MeetAsync(CancellationToken ct)
            {
                if (Interlocked.Increment(ref calls) != turn)
                    return Task.CompletedTask;
                hurriedAt = scene.Clock.GetUtcNow();
                cancel.Cancel();
                hurry.Cancel();
                return hang ? Task.Delay(Timeout.InfiniteTimeSpan, scene.Clock, ct) : Task.CompletedTask;
            }
        }
    }

    [Fact]
    public async Task Run_GivenUpMeanwhile_MakesNothingMore()
    {
        var scene = new Scene();
        scene.Options.Count = 2;
        var given = false;
        scene.IsGivenUp = () => given;
        scene.Cloud.Before = async (call, subject, ct) =>
        {
            if (call == "create" && subject.EndsWith("-1", StringComparison.Ordinal))
                given = true;
            await Task.Delay(TimeSpan.FromSeconds(1), scene.Clock, ct);
        };
        scene.GitHub.Before = async (request, ct) =>
        {
            if (FakeGitHub.IsRegistration(request) && scene.GitHub.Runners.Count == 1)
                await Task.Delay(TimeSpan.FromSeconds(3), scene.Clock, ct);
            return null;
        };
        var report = await scene.StartAsync();
        report.Failure.Should().BeOfType<ActionableException>().Which.Code.Should().Be("start-given-up");
        scene.Cloud.Creations.Should().ContainSingle();
        scene.Left.Should().BeEmpty();
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
        (scene.Clock.GetUtcNow() - cancelledAt).Should().BeLessThan(TimeSpan.FromSeconds(7), because);
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
