using System.Text.RegularExpressions;
using GhaRunner.Tooling.Markdown;
using GhaRunner.Tooling.Sync;
using YamlDotNet.RepresentationModel;

namespace GhaRunner.Tooling.Tests;

public sealed partial class MarkdownTests : IDisposable
{
    private readonly TemporaryTree repository = new();

    public void Dispose() => repository.Dispose();

    [Fact]
    public void Mend_PageWithRegion_RenewsTheRegionAndKeepsTheRest()
    {
        repository.Tree.Write("docs/page.md", "# Mine\n\n<!-- generated:providers -->\nold\n<!-- /generated -->\nMine too.\n");

        repository.Synchronizer(FakeProvider.Declaration).Mend();

        repository.Read("docs/page.md").Should().StartWith("# Mine\n\n<!-- generated:providers -->\n\n| Provider |")
            .And.EndWith(" |\n\n<!-- /generated -->\nMine too.\n")
            .And.Contain("[start](../actions/start-fake/README.md)")
            .And.NotContain("old");
        repository.Synchronizer(FakeProvider.Declaration).Compare().Should().BeEmpty();
    }

    [Fact]
    public void Compare_StaleRegion_NamesThePage()
    {
        repository.Synchronizer(FakeProvider.Declaration).Mend();
        repository.Tree.Write("README.md", "<!-- generated:inputs -->\n<!-- /generated -->\n");

        repository.Synchronizer(FakeProvider.Declaration).Compare().Should().Equal(new Difference("README.md", DifferenceKind.Stale));
    }

    [Fact]
    public void Mend_InputsRegion_HasCommonInputsOnceAndThenTheProviders()
    {
        repository.Tree.Write("README.md", "<!-- generated:inputs -->\n<!-- /generated -->\n");

        repository.Synchronizer(FakeProvider.Declaration).Mend();

        var page = repository.Read("README.md");
        Regex.Count(page, @"^\| `github-token` ", RegexOptions.Multiline).Should().Be(1);
        page.Should().MatchRegex("(?s)## Every action.*## Every `start` action.*## Every `stop` action.*## `fake`, every action.*## `fake`, start");
    }

    [Fact]
    public void Renew_MarkersInACodeFence_AreText()
    {
        const string Page = "```md\n<!-- generated:nonsense -->\n```\nend\n";

        MarkdownRegions.Renew("page.md", Page, _ => null).Should().Be(Page);
    }

    [Theory]
    [InlineData("<!-- generated:inputs -->\n", "page.md: the region 'generated:inputs' is not closed*")]
    [InlineData("<!-- /generated -->\n", "page.md: '<!-- /generated -->' closes nothing*")]
    [InlineData("<!-- generated:input -->\n<!-- /generated -->\n", "page.md: there is no generated region 'input'*providers, inputs, outputs*")]
    public void Renew_WrongMarkers_NamesPageAndRemedy(string page, string message)
    {
        var renewing = () => MarkdownRegions.Renew("page.md", page, name => name == "inputs" ? "x" : null);

        renewing.Should().Throw<ToolingException>().WithMessage(message);
    }

    [Fact]
    public void Generate_InputTable_HasOneLineAnInputWithFourCells()
    {
        repository.Synchronizer(FakeProvider.Declaration).Mend();

        var readme = repository.Read("actions/start-fake/README.md");
        var rows = readme.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).TakeWhile(line => !line.StartsWith("| `mapping`", StringComparison.Ordinal));
        rows.Should().OnlyContain(row => UnescapedBar().Count(row) == 5);
        readme.Should().Contain("| `region` | yes |  | Where: it's 'here' \\| there;")
            .And.Contain("| `script` | no | `` a\\|b `c` `` | Two lines, a tab, an umlaut ü and &lt;b>markup&lt;/b> with \\*stars\\*. |")
            .And.Contain("| `market` | no | `on-demand` | How it is paid for. One of: on-demand, spot. |")
            .And.Contain("| `disk-size-gb` | no | `020` | Size. From 8 to 1000. |")
            .And.Contain("| `zone` | no |  | Where in it. Several are separated by commas or line breaks. When unset, the environment variable FAKE_ZONE is read. |")
            .And.Contain("| `tier` | no | `spot-only` | One of them: spot-only. One of: spot, spot-only. |")
            .And.Contain("| `public` | no |  | Whether it is seen. One of: true, false. |")
            .And.Contain("How long. At least 90s.")
            .And.Contain("The key. Secret: masked in the log.");
    }

    [Theory]
    [InlineData("start")]
    [InlineData("stop")]
    public void Generate_Snippet_IsAWorkflowWithTheRequiredInputs(string verb)
    {
        repository.Synchronizer(FakeProvider.Declaration).Mend();

        var jobs = Snippet($"actions/{verb}-fake/README.md");

        var start = jobs["start"]["steps"][0];
        start["uses"].ToString().Should().Be("org/gha-runner/start-fake@v1");
        start["with"]["region"].ToString().Should().Be("your-region");
        start["with"]["api-key"].ToString().Should().Be("${{ secrets.FAKE_API_KEY }}");
        jobs["stop"]["steps"][0]["with"]["mapping"].ToString().Should().Be("${{ needs.start.outputs.mapping }}");
        jobs["stop"]["if"].ToString().Should().Be("always()");
    }

    [Fact]
    public void Generate_SnippetOfReap_IsAScheduledWorkflow()
    {
        repository.Tree.Write("src/GhaRunner.Providers.Fake/example.yml", "permissions: { id-token: write }\nreap: { region: us-1 }\n");

        repository.Synchronizer(FakeProvider.Declaration).Mend();

        var readme = repository.Read("actions/reap-fake/README.md");
        readme.Should().Contain("```yaml\nname: reap\non:\n  schedule:\n    - cron: '17 * * * *'\n  workflow_dispatch:\n").And.Contain("Actions (read)");
        var job = Snippet("actions/reap-fake/README.md")["reap"];
        job["permissions"]["id-token"].ToString().Should().Be("write");
        job["steps"][0]["uses"].ToString().Should().Be("org/gha-runner/reap-fake@v1");
        ((YamlMappingNode)job["steps"][0]["with"]).Children.Keys.Select(key => key.ToString()).Should().Equal("github-token", "region", "api-key");
    }

    [Fact]
    public void Generate_ProviderWithExample_ShowsItsInputsPermissionsAndNote()
    {
        repository.Tree.Write("src/GhaRunner.Providers.Fake/example.yml",
            "note: |\n  Mind the gap.\npermissions: { id-token: write }\nstart: { region: us-1, market: spot, script: 'a: b' }\nstop: { region: us-1 }\n");

        repository.Synchronizer(FakeProvider.Declaration).Mend();

        var jobs = Snippet("actions/start-fake/README.md");
        jobs["start"]["permissions"]["id-token"].ToString().Should().Be("write");
        jobs["start"]["steps"][0]["with"]["script"].ToString().Should().Be("a: b");
        ((YamlMappingNode)jobs["stop"]["steps"][0]["with"]).Children.Keys.Select(key => key.ToString())
            .Should().Equal("github-token", "mapping", "region", "api-key");
        repository.Read("actions/stop-fake/README.md").Should().Contain("\nMind the gap.\n\n```yaml\n");
    }

    [Theory]
    [InlineData("start: { regoin: x }", "*start fake has no input 'regoin'*")]
    [InlineData("stop: { market: spot }", "*stop fake has no input 'market'*")]
    [InlineData("strat: {}", "*'strat' is none of*")]
    [InlineData("start: [region]", "*'start' must be a mapping*")]
    [InlineData("start: {", "*is not YAML*")]
    public void Generate_WrongExample_NamesFileAndKey(string example, string message)
    {
        repository.Tree.Write("src/GhaRunner.Providers.Fake/example.yml", example + "\n");

        var generating = () => repository.Generator(FakeProvider.Declaration).Generate();

        generating.Should().Throw<ToolingException>().WithMessage("src/GhaRunner.Providers.Fake/example.yml:" + message);
    }

    private YamlMappingNode Snippet(string readme)
    {
        var yaml = repository.Read(readme).Split("```yaml\n")[1].Split("```")[0];
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return (YamlMappingNode)stream.Documents.Single().RootNode["jobs"];
    }

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex UnescapedBar();
}
