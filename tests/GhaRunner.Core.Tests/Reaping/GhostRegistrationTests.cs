using GhaRunner.Abstractions;
using GhaRunner.Core.Reaping;
using GhaRunner.Core.Tests.Support;

namespace GhaRunner.Core.Tests.Reaping;

[Collection(ClockTests.Name)]
public sealed class GhostRegistrationTests : ReapTests
{
    private const string Ghost = "gha-100-1-abcd1234-1";

    [Theory]
    [InlineData(Ghost)]
    [InlineData(Ghost + "-r2")]
    public async Task Run_OfflineWithoutMachineAndItsRunIsOver_IsRemoved(string name)
    {
        Over(100);
        Scene.GitHub.Add(name, Ghost);
        var report = await Scene.ReapAsync();
        report.Failure.Should().BeNull();
        report.Removed.RemovedRunners.Should().Equal(name);
        Scene.GitHub.Runners.Should().BeEmpty();
    }

    [Fact]
    public async Task Run_OfflineAndItsRunGoesOn_Stays()
    {
        Running(100);
        await StaysAsync(Ghost);
    }

    [Fact]
    public async Task Run_OfflineAndItsRunIsOverWithinTheGrace_Stays()
    {
        Over(100, minutes: 3);
        await StaysAsync(Ghost);
    }

    [Fact]
    public async Task Run_OfNobodyWeKnow_Stays() => await StaysAsync("build-server");

    [Fact]
    public async Task Run_MadeAtAShell_Stays()
    {
        Over(0);
        await StaysAsync("gha-0-1-abcd1234-1");
        Scene.GitHub.Requests.Should().NotContain(request => request.Contains("/runs/", StringComparison.Ordinal), "there is no such run");
    }

    [Fact]
    public async Task Run_Online_Stays()
    {
        Over(100);
        Scene.GitHub.IsOnline = (_, _) => true;
        await StaysAsync(Ghost);
    }

    [Fact]
    public async Task Run_HasAJob_Stays()
    {
        Over(100);
        Scene.GitHub.Busy.Add(Ghost);
        await StaysAsync(Ghost);
    }

    [Fact]
    public async Task Run_ItsRunWasDeleted_StaysAndIsNoFailure()
    {
        var report = await StaysAsync(Ghost);
        report.Registrations.Single().Decision.Should().Be(ReapDecision.Unknown);
    }

    [Fact]
    public async Task Run_GitHubDoesNotTellItsRun_StaysAndThePassFails()
    {
        Over(100);
        Scene.GitHub.Add(Ghost, Ghost);
        Scene.GitHub.Before = (request, _) => Task.FromResult(FakeGitHub.IsOfRun(request) ? FakeGitHub.Answer(403) : null);
        (await Scene.ReapAsync()).Failure.Should().BeOfType<ActionableException>().Which.Code.Should().Be("github-forbidden");
        Scene.GitHub.Runners.Should().Equal(Ghost);
    }

    [Fact]
    public async Task Run_ItsMachineIsThere_Stays()
    {
        Over(100);
        Scene.GitHub.Busy.Add("busy");
        var name = Make(run: 101);
        Running(101);
        Scene.GitHub.IsOnline = (_, _) => false;
        (await Scene.ReapAsync()).Failure.Should().BeNull();
        Scene.GitHub.Runners.Should().Equal(name);
    }

    [Fact]
    public async Task Run_AccountIsNotListedCompletely_StaysWhileTheListedAreReaped()
    {
        Over(100);
        Over(101);
        Scene.GitHub.Add(Ghost, Ghost);
        Make(run: 101);
        var report = await Scene.ReapAsync(provider: new HalfAnAccount(Scene.Cloud));
        Scene.GitHub.Runners.Should().Equal(Ghost);
        Scene.Cloud.Alive.Should().BeEmpty();
        report.Failure.Should().BeOfType<ActionableException>().Which.Code.Should().Be("fake-Unauthorized");
    }

    [Fact]
    public async Task Run_RunnerOfAnExpiredMachineIsShownAsOnlineForAWhile_IsRemovedOnceItIsNot()
    {
        Running(100);
        var name = Make(expiresIn: TimeSpan.Zero);
        var begun = Now;
        Scene.GitHub.IsOnline = (_, _) => Now - begun < TimeSpan.FromSeconds(30);
        (await Scene.ReapAsync()).Removed.RemovedRunners.Should().Equal(name);
        Scene.Left.Should().BeEmpty();
    }

    [Fact]
    public async Task Run_ScopeIsAnOrganization_AsksTheRepositoryOfTheReaper()
    {
        Over(100);
        Scene.GitHub.Add(Ghost, Ghost);
        (await Scene.ReapAsync(scope: "octo-org")).Removed.RemovedRunners.Should().Equal(Ghost);
        Scene.GitHub.Requests.Should().Contain(request => request.StartsWith("GET /repos/octo-org/octo-repo/actions/runs/100/attempts/1", StringComparison.Ordinal))
            .And.Contain("DELETE /orgs/octo-org/actions/runners/1");
    }

    [Fact]
    public async Task Run_DryRun_NamesItAndLeavesIt()
    {
        Over(100);
        Scene.GitHub.Add(Ghost, Ghost);
        (await Scene.ReapAsync(dryRun: true)).Registrations.Single().IsToGo.Should().BeTrue();
        Scene.GitHub.Runners.Should().Equal(Ghost);
    }

    private async Task<ReapReport> StaysAsync(string name)
    {
        Scene.GitHub.Add(name, name);
        var report = await Scene.ReapAsync();
        report.Failure.Should().BeNull();
        Scene.GitHub.Runners.Should().Equal(name);
        return report;
    }

    /// <summary>An account one of whose places does not answer.</summary>
    private sealed class HalfAnAccount(FakeCloud cloud) : IMachineProvider, IAccountSearch
    {
        public string Name => cloud.Name;

        public BootstrapFormat BootstrapFormat => cloud.BootstrapFormat;

        public async Task<AccountListing> ListEverywhereAsync(CancellationToken cancellationToken) =>
            new(await cloud.ListOwnedAsync(OwnershipFilter.All, cancellationToken), [Faults.Of(ErrorCategory.Unauthorized)]);

        public Task<IReadOnlyList<Candidate>> ListCandidatesAsync(CancellationToken cancellationToken) => cloud.ListCandidatesAsync(cancellationToken);

        public Task<Machine> CreateAsync(MachineRequest request, CancellationToken cancellationToken) => cloud.CreateAsync(request, cancellationToken);

        public Task<Machine?> GetAsync(string id, CancellationToken cancellationToken) => cloud.GetAsync(id, cancellationToken);

        public Task<IReadOnlyList<Machine>> ListOwnedAsync(OwnershipFilter filter, CancellationToken cancellationToken) => cloud.ListOwnedAsync(filter, cancellationToken);

        public Task DeleteAsync(string id, CancellationToken cancellationToken) => cloud.DeleteAsync(id, cancellationToken);
    }
}
