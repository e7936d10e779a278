using GhaRunner.Actions.Catalogue;
using GhaRunner.Conventions.Tests.Rules;

namespace GhaRunner.Conventions.Tests;

public sealed class WorkflowTests
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    [Fact]
    public void Workflows_PinTheActionsOfOthers() => Convention.Holds(Repository.Under(".github/", ".yml").Concat(Repository.Under(".github/", ".yaml")).SelectMany(WorkflowRules.ActionsArePinned));

    [Fact]
    public void ActionFolders_MatchTheCatalogue() => Convention.Holds(ActionRules.FoldersMatch(
        Repository.Files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal),
        [.. Verb.All.SelectMany(verb => ProviderCatalogue.All.Select(provider => $"{verb.Name}-{provider.Name}"))]));

    [Theory]
    [InlineData("- uses: actions/checkout@v4")]
    [InlineData("  uses: 'owner/name/path@main'")]
    [InlineData("- uses: owner/name")]
    [InlineData("- uses: owner/name@0123456789abcdef # v1")]
    [InlineData("- uses: owner/name@" + Commit)]
    [InlineData("- uses: docker://alpine:3")]
    public void ActionsArePinned_Loose_NamesFileAndLine(string line) =>
        WorkflowRules.ActionsArePinned(new RepositoryFile(".github/workflows/x.yml", $"steps:\n{line}\n"))
            .Should().ContainSingle().Which.Should().StartWith(".github/workflows/x.yml:2:");

    [Theory]
    [InlineData("- uses: owner/name@" + Commit + " # v4.2.2")]
    [InlineData("- uses: ./actions/start-docker")]
    [InlineData("- uses: docker://alpine@sha256:" + Commit + "0123456789abcdef01234567")]
    [InlineData("- run: echo uses: owner/name@main")]
    public void ActionsArePinned_PinnedOrOurs_IsFine(string line) =>
        WorkflowRules.ActionsArePinned(new RepositoryFile(".github/workflows/x.yml", $"steps:\n{line}\n")).Should().BeEmpty();

    [Fact]
    public void FoldersMatch_MissingAndSurplusFiles_NamesEach() =>
        ActionRules.FoldersMatch(new HashSet<string> { "actions/start-a/action.yml", "actions/start-b/action.yml", "README.md" }, ["start-a"])
            .Should().SatisfyRespectively(
                missing => missing.Should().StartWith("actions/start-a/README.md: is missing"),
                surplus => surplus.Should().StartWith("actions/start-b/action.yml: no verb"));
}
