using FsCheck;
using FsCheck.Fluent;
using GhaRunner.Core.GitHub;

namespace GhaRunner.Core.Tests.GitHub;

public sealed class RunnerScopeTests
{
    [Theory]
    [InlineData("octo-org/octo.repo_1", RunnerScopeKind.Repository, "repos/octo-org/octo.repo_1", "octo.repo_1")]
    [InlineData("octo-org/.github", RunnerScopeKind.Repository, "repos/octo-org/.github", ".github")]
    [InlineData("octo-org", RunnerScopeKind.Organization, "orgs/octo-org", "octo-org")]
    [InlineData("enterprises/acme", RunnerScopeKind.Enterprise, "enterprises/acme", "acme")]
    public void TryParse_EachForm_HasItsPath(string text, RunnerScopeKind kind, string path, string shortName)
    {
        RunnerScope.TryParse(text, out var scope).Should().BeTrue();
        scope!.Kind.Should().Be(kind);
        scope.ApiPath.Should().Be(path);
        scope.ShortName.Should().Be(shortName);
        scope.RegistrationUrl(new Uri("https://github.test/")).Should().Be($"https://github.test/{text}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("owner/")]
    [InlineData("/repo")]
    [InlineData("a/b/c")]
    [InlineData("a/..")]
    [InlineData("a/.")]
    [InlineData("../b")]
    [InlineData("a/b?x=1")]
    [InlineData("a/b#c")]
    [InlineData("a/%2e%2e")]
    [InlineData("a\\b")]
    [InlineData("a/b\n")]
    [InlineData(" a/b")]
    [InlineData("https://github.com/a/b")]
    [InlineData("аctions/b")]
    [InlineData("${{ github.repository }}")]
    public void TryParse_HostileOrWrong_IsRefused(string text) => RunnerScope.TryParse(text, out _).Should().BeFalse();

    [Fact]
    public void TryParse_AnyText_NeverLeavesItsPath() => Prop.ForAll<NonNull<string>, NonNull<string>>((owner, repository) =>
    {
        if (!RunnerScope.TryParse($"{owner.Get}/{repository.Get}", out var scope))
            return true;
        var path = new Uri(new Uri("https://api.github.test/"), scope.ApiPath).PathAndQuery;
        return path == $"/{scope.ApiPath}";
    }).QuickCheckThrowOnFailure();
}
