using GhaRunner.Abstractions;
using GhaRunner.Core.Reaping;
using GhaRunner.Core.Tests.Support;

namespace GhaRunner.Core.Tests.Reaping;

[Collection(ClockTests.Name)]
public sealed class ReapRunnersTests : ReapTests
{
    [Fact]
    public async Task Run_MachineIsExpired_GoesAtOnceWithItsRegistration()
    {
        Running(100);
        Make(expiresIn: TimeSpan.Zero);
        var report = await Scene.ReapAsync();
        report.Failure.Should().BeNull();
        Scene.Left.Should().BeEmpty();
        report.Machines.Single().Decision.Should().Be(ReapDecision.Expired);
        report.Removed.GoneMachines.Should().Equal("m-1");
        Scene.GitHub.Requests.Should().NotContain(request => request.Contains("/runs/", StringComparison.Ordinal), "nobody need be asked");
    }

    [Fact]
    public async Task Run_MachineIsExpiredAndItsRunnerHasAJob_GoesAllTheSame()
    {
        Scene.GitHub.Busy.Add(Make(expiresIn: TimeSpan.FromSeconds(-1)));
        (await Scene.ReapAsync()).Machines.Single().Decision.Should().Be(ReapDecision.Expired);
        Scene.Cloud.Alive.Should().BeEmpty();
        Scene.GitHub.Runners.Should().ContainSingle("a registration with a job stays, whatever else is true");
    }

    [Fact]
    public async Task Run_RunIsOverForLong_MachineAndRegistrationGo()
    {
        Over(100);
        Make();
        var report = await Scene.ReapAsync();
        report.Failure.Should().BeNull();
        Scene.Left.Should().BeEmpty();
        report.Machines.Single().Decision.Should().Be(ReapDecision.Forgotten);
        report.Removed.RemovedRunners.Should().Equal("gha-100-1-abcd1234-1");
    }

    [Fact]
    public async Task Run_RunIsInProgress_Keeps()
    {
        Running(100);
        Make();
        await KeepsAsync("its run is not over (in_progress)");
    }

    [Theory]
    [InlineData("queued")]
    [InlineData("waiting")]
    [InlineData("COMPLETED")]
    [InlineData("")]
    public async Task Run_RunHasAnyOtherStatus_Keeps(string status)
    {
        Scene.GitHub.Attempts[(100, 1)] = (status, Now - TimeSpan.FromDays(1));
        Make();
        await KeepsAsync("its run is not over");
    }

    [Theory]
    [InlineData(14.7)]
    [InlineData(-60)]
    public async Task Run_RunIsOverWithinTheGraceOrInTheFuture_Keeps(double minutes)
    {
        Over(100, minutes: minutes);
        Make();
        await KeepsAsync("less than the grace");
    }

    [Fact]
    public async Task Run_RunnerHasAJob_Keeps()
    {
        Over(100);
        Scene.GitHub.Busy.Add(Make());
        await KeepsAsync("its runner has a job");
    }

    [Fact]
    public async Task Run_RunnerOfTheRepeatedRegistrationHasAJob_Keeps()
    {
        Over(100);
        var name = Make();
        Scene.GitHub.Add(name + "-r2", name);
        Scene.GitHub.Busy.Add(name + "-r2");
        await KeepsAsync("its runner has a job");
    }

    [Fact]
    public async Task Run_MadeAtAShell_KeepsAndAsksNobody()
    {
        Make(run: 0);
        await KeepsAsync("made at a shell");
        Scene.GitHub.Requests.Should().NotContain(request => request.Contains("/runs/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_AttemptIsOverAndTheNextOneRuns_TakesTheOldOneAlone()
    {
        Over(100);
        Running(100, attempt: 2);
        Make(start: "firstatt");
        var second = Make(attempt: 2, start: "secondat");
        (await Scene.ReapAsync()).Failure.Should().BeNull();
        Scene.Left.Should().Equal(second, second);
    }

    [Fact]
    public async Task Run_MachineIsBeingDeleted_IsNotTouched()
    {
        Over(100);
        Make(expiresIn: TimeSpan.Zero);
        Scene.Cloud.DeletionTime = TimeSpan.FromHours(1);
        await Scene.Cloud.DeleteAsync("m-1", default);
        Scene.Cloud.Deletions.Clear();
        (await Scene.ReapAsync()).Machines.Single().Reason.Should().Contain("being taken away");
        Scene.Cloud.Deletions.Should().BeEmpty();
    }

    [Fact]
    public async Task Run_RunnerTakesAJobBeforeTheSecondLook_Keeps()
    {
        Over(100);
        var name = Make();
        Scene.GitHub.After = (request, _) =>
        {
            if (FakeGitHub.IsListing(request))
                Scene.GitHub.Busy.Add(name);
            return Task.FromResult<HttpResponseMessage?>(null);
        };
        await KeepsAsync("its runner has a job");
    }

    [Fact]
    public async Task Run_RunnerTakesAJobAfterTheSecondLook_KeepsSinceGitHubRefuses()
    {
        Over(100);
        var name = Make();
        Scene.GitHub.Before = (request, _) =>
        {
            if (request.Method == HttpMethod.Delete)
                Scene.GitHub.Busy.Add(name);
            return Task.FromResult<HttpResponseMessage?>(null);
        };
        await KeepsAsync("has taken a job meanwhile");
    }

    [Fact]
    public async Task Run_ProviderDoesNotShowItASecondTime_DeletesNothing()
    {
        Over(100);
        Make();
        var lists = 0;
        Scene.Cloud.After = (call, _, _) =>
        {
            if (call == "list" && ++lists == 1)
                Scene.Cloud.Invisible = TimeSpan.FromDays(1);
            return Task.CompletedTask;
        };
        await KeepsAsync("did not show it a second time");
        Scene.Cloud.Deletions.Should().BeEmpty();
    }

    [Fact]
    public async Task Run_Forgotten_LooksTwiceAtBothWithAPauseBetween()
    {
        Over(100);
        Make();
        var begun = Now;
        TimeSpan? deletedAfter = null;
        Scene.Cloud.Before = (call, _, _) =>
        {
            if (call == "delete")
                deletedAfter ??= Now - begun;
            return Task.CompletedTask;
        };
        await Scene.ReapAsync();
        Scene.GitHub.Requests.Count(request => request.Contains("/runs/100/attempts/1", StringComparison.Ordinal)).Should().Be(2);
        deletedAfter.Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Run_DryRun_DecidesAndTouchesNothing()
    {
        Over(100);
        var names = new[] { Make(), Make(run: 101, expiresIn: TimeSpan.Zero) };
        var report = await Scene.ReapAsync(dryRun: true);
        report.Failure.Should().BeNull();
        report.Machines.Select(machine => machine.Decision).Should().Equal(ReapDecision.Forgotten, ReapDecision.Expired);
        report.Removed.GoneMachines.Should().BeEmpty();
        Scene.Left.Should().BeEquivalentTo([.. names, .. names]);
        Scene.GitHub.Requests.Should().OnlyContain(request => request.StartsWith("GET ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_ProviderRefusesToDelete_SaysWhatRemains()
    {
        Over(100);
        Make();
        Scene.Cloud.Before = (call, _, _) => call == "delete" ? throw Faults.Of(ErrorCategory.Unauthorized) : Task.CompletedTask;
        var report = await Scene.ReapAsync();
        report.Failure.Should().BeOfType<ActionableException>().Which.Category.Should().Be(ErrorCategory.CleanUpIncomplete);
        report.Removed.RemainingMachines.Should().ContainKey("m-1");
    }

    [Fact]
    public async Task Run_ProviderCannotList_FailsAndDeletesNothing()
    {
        Over(100);
        Make();
        Scene.Cloud.Before = (call, _, _) => call == "list" ? throw Faults.Of(ErrorCategory.Unauthorized) : Task.CompletedTask;
        (await Scene.ReapAsync()).Failure.Should().BeOfType<ActionableException>().Which.Category.Should().Be(ErrorCategory.Unauthorized);
        Scene.Left.Should().HaveCount(2);
    }

    [Fact]
    public async Task Run_DeletedMachineHasLeftADisk_TheDiskGoes()
    {
        Over(100);
        Make();
        var provider = new DeletedWithADisk(Scene.Cloud);
        var report = await Scene.ReapAsync(provider: provider);
        report.Failure.Should().BeNull();
        provider.Deletions.Should().Be(1);
    }

    [Fact]
    public async Task Run_MachineThatCosts_SaysTimeByPrice()
    {
        Over(100);
        Make();
        Scene.Clock.Advance(TimeSpan.FromHours(2));
        (await Scene.ReapAsync()).Machines.Single().Cost.Should().BeApproximately(1.0m, 0.01m, "two hours at half a dollar");
    }

    [Fact]
    public async Task Run_Cancelled_SaysSoAndWhatIsGone()
    {
        Over(100);
        Make(run: 101, expiresIn: TimeSpan.Zero);
        Make();
        using var cancel = new CancellationTokenSource();
        using var timer = Scene.Clock.CreateTimer(_ => cancel.Cancel(), null, TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        var report = await Scene.ReapAsync(cancellationToken: cancel.Token);
        report.Failure.Should().BeAssignableTo<OperationCanceledException>();
        report.Removed.GoneMachines.Should().Equal(["m-1"], "the expired one was gone by then");
        Scene.Cloud.Alive.Should().Equal("gha-100-1-abcd1234-1");
    }

    private async Task KeepsAsync(string reason)
    {
        var left = Scene.Left.ToList();
        var report = await Scene.ReapAsync();
        report.Failure.Should().BeNull();
        report.Machines.Single().Decision.Should().Be(ReapDecision.Kept);
        report.Machines.Single().Reason.Should().Contain(reason);
        Scene.Left.Should().BeSubsetOf(left).And.Contain(left[0]);
        Scene.Cloud.Deletions.Should().BeEmpty();
    }

    /// <summary>A provider that still tells of a machine that is gone, whose disk only a look at itself shows.</summary>
    private sealed class DeletedWithADisk(IMachineProvider cloud) : IMachineProvider
    {
        public int Deletions { get; private set; }

        public string Name => "fake";

        public BootstrapFormat BootstrapFormat => BootstrapFormat.CloudConfig;

        public Task<IReadOnlyList<Candidate>> ListCandidatesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Machine> CreateAsync(MachineRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public async Task<Machine?> GetAsync(string id, CancellationToken cancellationToken) =>
            await cloud.GetAsync(id, cancellationToken) is { } machine ? machine with { State = Deletions == 0 ? MachineState.Deleting : MachineState.Deleted } : null;

        public async Task<IReadOnlyList<Machine>> ListOwnedAsync(OwnershipFilter filter, CancellationToken cancellationToken) =>
            [.. (await cloud.ListOwnedAsync(filter, cancellationToken)).Select(machine => machine with { State = MachineState.Deleted })];

        public Task DeleteAsync(string id, CancellationToken cancellationToken)
        {
            Deletions++;
            return Task.CompletedTask;
        }
    }
}
