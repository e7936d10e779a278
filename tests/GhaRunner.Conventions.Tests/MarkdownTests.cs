using GhaRunner.Conventions.Tests.Rules;

namespace GhaRunner.Conventions.Tests;

public sealed class MarkdownTests
{
    [Fact]
    public void Links_LeadToFiles() => Convention.Holds(Repository.Markdown.SelectMany(page => MarkdownRules.LinksResolve(
        page, path => File.Exists(Path.Combine(Repository.Root, path)) || Directory.Exists(Path.Combine(Repository.Root, path)))));

    [Fact]
    public void Workflows_AreYaml() => Convention.Holds(Repository.Markdown.SelectMany(MarkdownRules.WorkflowsAreYaml));

    [Theory]
    [InlineData("[x](gone.md)")]
    [InlineData("![x](../gone.png \"title\")")]
    [InlineData("[x](../../outside.md)")]
    [InlineData("[x](gone.md#part)")]
    [InlineData("[x]: gone.md")]
    public void LinksResolve_NoSuchFile_NamesThePage(string text) =>
        MarkdownRules.LinksResolve(new RepositoryFile("docs/page.md", text + "\n"), path => path == "docs/there.md")
            .Should().ContainSingle().Which.Should().StartWith("docs/page.md:");

    [Theory]
    [InlineData("[x](there.md#part) [y](../docs/there.md) [z](/docs/there.md)")]
    [InlineData("[x](https://example.org/gone.md) [y](#part) [z](mailto:a@example.org)")]
    [InlineData("`[x](gone.md)`\n\n```md\n[x](gone.md)\n```")]
    public void LinksResolve_FileElsewhereOrCode_IsFine(string text) =>
        MarkdownRules.LinksResolve(new RepositoryFile("docs/page.md", text + "\n"), path => path == "docs/there.md").Should().BeEmpty();

    [Theory]
    [InlineData("```yaml\njobs:\n  a: [\n```")]
    [InlineData("- item\n\n  ```yml\n  jobs:\n    a: {\n  ```")]
    public void WorkflowsAreYaml_Broken_NamesThePage(string text) =>
        MarkdownRules.WorkflowsAreYaml(new RepositoryFile("README.md", text + "\n")).Should().ContainSingle().Which.Should().StartWith("README.md:");

    [Theory]
    [InlineData("- item\n\n  ```yaml\n  jobs:\n    a: { runs-on: x }\n  ```")]
    [InlineData("```yaml\nsteps: [\n```")]
    [InlineData("```text\njobs: [\n```")]
    public void WorkflowsAreYaml_GoodOrNoWorkflow_IsFine(string text) =>
        MarkdownRules.WorkflowsAreYaml(new RepositoryFile("README.md", text + "\n")).Should().BeEmpty();
}
