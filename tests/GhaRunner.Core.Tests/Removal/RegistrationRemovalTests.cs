using GhaRunner.Core.Removal;
using GhaRunner.Core.Tests.Support;

namespace GhaRunner.Core.Tests.Removal;

[Collection(ClockTests.Name)]
public sealed class RegistrationRemovalTests
{
    private const string Label = "gha-4711-1-abcd1234-1";
    private readonly Scene scene = new();

    [Theory]
    [InlineData(Label, true)]
    [InlineData(Label + "-r2", true)]
    [InlineData(Label + "-r13", true)]
    [InlineData("GHA-4711-1-ABCD1234-1", true)]
    [InlineData(Label + "0", false)]
    [InlineData(Label + "-rx", false)]
    [InlineData(Label + "-r2-x", false)]
    [InlineData("gha-4711-1-abcd1234", false)]
    public async Task Remove_ByLabel_TakesTheNameAndItsLaterAttemptsAlone(string name, bool ours)
    {
        scene.GitHub.Add(name, "gpu");
        var (removed, remaining, _) = await RemoveAsync(Label);
        removed.Should().Equal(ours ? [name] : []);
        remaining.Should().BeEmpty();
        scene.GitHub.Runners.Should().Equal(ours ? [] : [name]);
    }

    [Fact]
    public async Task Remove_RunnerThatCarriesTheLabel_IsOursWhateverItsName()
    {
        scene.GitHub.Add("other", Label);
        scene.GitHub.Add("foreign", "gpu");
        await RemoveAsync(Label);
        scene.GitHub.Runners.Should().Equal("foreign");
    }

    [Fact]
    public async Task Remove_OneRefusedByGitHub_TheOthersGoAllTheSame()
    {
        var known = Enumerable.Range(1, 40).ToDictionary(number => scene.GitHub.Add($"r{number}"), number => $"r{number}");
        scene.GitHub.Before = (request, _) => Task.FromResult(request.RequestUri!.AbsolutePath.EndsWith("/1", StringComparison.Ordinal) ? FakeGitHub.Answer(500) : null);
        await using var github = scene.Connect();
        var (removed, remaining, refusal) = await scene.DriveAsync(() => new RegistrationRemoval(github, scene.Clock).RemoveAsync(known, null, CancellationToken.None));
        scene.GitHub.Runners.Should().Equal("r1");
        removed.Should().HaveCount(39);
        remaining.Should().ContainSingle().Which.Value.Should().Contain("500");
        refusal.Should().NotBeNull();
    }

    [Fact]
    public async Task Remove_Unauthorized_AsksNotForEach()
    {
        var known = Enumerable.Range(1, 100).ToDictionary(number => scene.GitHub.Add($"r{number}"), number => $"r{number}");
        scene.GitHub.Before = (_, _) => Task.FromResult<HttpResponseMessage?>(FakeGitHub.Answer(401));
        await using var github = scene.Connect();
        var (_, remaining, refusal) = await scene.DriveAsync(() => new RegistrationRemoval(github, scene.Clock).RemoveAsync(known, null, CancellationToken.None));
        refusal!.Code.Should().Be("github-unauthorized");
        remaining.Should().HaveCount(100);
        scene.GitHub.Requests.Count.Should().BeLessThanOrEqualTo(16, "those under way at the same time");
    }

    [Fact]
    public async Task Remove_Busy_IsTriedUntilTheDeadlineAndThenNamed()
    {
        var id = scene.GitHub.Add(Label, Label);
        scene.GitHub.Before = (request, _) => Task.FromResult(request.Method == HttpMethod.Delete ? FakeGitHub.Answer(422, """{"message":"Runner is currently running a job"}""") : null);
        await using var github = scene.Connect();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30), scene.Clock);
        var (removed, remaining, _) = await scene.DriveAsync(() => new RegistrationRemoval(github, scene.Clock).RemoveAsync(new Dictionary<long, string> { [id] = Label }, null, deadline.Token));
        removed.Should().BeEmpty();
        remaining[Label].Should().Contain("currently running a job");
        scene.GitHub.Requests.Count.Should().BeInRange(10, 20, "every two seconds");
    }

    [Fact]
    public async Task Remove_MoreThanAPage_FindsAll()
    {
        for (var number = 1; number <= 150; number++)
            scene.GitHub.Add($"foreign-{number}", "gpu");
        scene.GitHub.Add(Label, Label);
        var (removed, _, _) = await RemoveAsync(Label);
        removed.Should().Equal(Label);
        scene.GitHub.Runners.Should().HaveCount(150);
    }

    private async Task<(IReadOnlyList<string> Removed, IReadOnlyDictionary<string, string> Remaining, Exception? Refusal)> RemoveAsync(params string[] labels)
    {
        await using var github = scene.Connect();
        return await scene.DriveAsync(async () =>
        {
            var (removed, remaining, refusal) = await new RegistrationRemoval(github, scene.Clock).RemoveAsync(new Dictionary<long, string>(), name => labels.Contains($"gha-{name.RunId}-{name.RunAttempt}-{name.Start}-{name.Index}"), CancellationToken.None);
            return (removed, remaining, (Exception?)refusal);
        });
    }
}
