using GhaRunner.Conventions.Tests.Rules;

namespace GhaRunner.Conventions.Tests;

public sealed class TroubleshootingTests
{
    [Fact]
    public void Errors_AreWordsOfTheCode() => Convention.Holds(TroubleshootingRules.QuotesAreInTheCode(
        Repository.File("README.md"), [.. Repository.Sources(), .. Repository.Under("src/", ".sh")]));

    [Fact]
    public void QuotesAreInTheCode_WordsThatChanged_AreNamed() =>
        Check("| The error says | |\n| --- | --- |\n| `no such room` | |\n").Should().ContainSingle().Which.Should().Contain("'no such room'");

    [Fact]
    public void QuotesAreInTheCode_WordsOfTheCode_AreFine() =>
        Check("| The error says | |\n| --- | --- |\n| `has no room` | about `nothing` |\n\n| Other | |\n| `elsewhere` | |\n").Should().BeEmpty();

    [Fact]
    public void QuotesAreInTheCode_NoTable_IsNamed() => Check("# A page\n").Should().ContainSingle();

    private static IEnumerable<string> Check(string page) =>
        TroubleshootingRules.QuotesAreInTheCode(new RepositoryFile("README.md", page), [new RepositoryFile("src/A.cs", "throw new X(\"It has no room.\");")]);
}
