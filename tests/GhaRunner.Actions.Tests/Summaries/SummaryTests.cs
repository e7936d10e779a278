using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using GhaRunner.Abstractions;
using GhaRunner.Actions.Summaries;
using GhaRunner.Core.Deployment;
using GhaRunner.Core.TearDown;

namespace GhaRunner.Actions.Tests.Summaries;

public sealed partial class SummaryTests
{
    private static readonly Arbitrary<string> hostile = Gen.Elements(
            "|", "\\", "\\|", "`", "```", "````", "\n", "\r", "\n\n", "<", "<!--", "<details>", "</details>", "&lt;", "# ", "- ", "[x](y)", "~~~", "a", " ")
        .ListOf().Select(parts => string.Concat(parts)).ToArbitrary();

    [Fact]
    public void Table_HostileCell_KeepsItsColumnsAndRows() => Prop.ForAll(hostile, text =>
    {
        var lines = new Markdown().Table(["one", "two"], [[text, text], ["a", "b"]]).ToString().TrimEnd('\n').Split('\n');
        return lines.Length == 4 && lines.All(line => Bar().Count(line) == 3) && !lines[2].Contains('<') && !lines[2].Contains('\r');
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Paragraph_HostileText_StaysOneParagraphOfText() => Prop.ForAll(hostile, text => IsText(new Markdown().Paragraph(text).ToString())).QuickCheckThrowOnFailure();

    [Fact]
    public void Heading_HostileText_StaysOneLineOfText() => Prop.ForAll(hostile, text => IsText(new Markdown().Heading(text).ToString()["### ".Length..])).QuickCheckThrowOnFailure();

    [Fact]
    public void Fence_HostileText_ClosesOnlyAtItsEnd() => Prop.ForAll(hostile, text =>
    {
        var lines = new Markdown().Fence("text", text).ToString().TrimEnd('\n').ReplaceLineEndings("\n").Split('\n');
        var fence = lines[0][..^"text".Length];
        return lines[^1] == fence && lines[1..^1].All(line => !line.TrimStart().StartsWith(fence, StringComparison.Ordinal));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Render_FailureWithHostileMessage_LeavesTheRestOfThePageReadable()
    {
        var lease = new Lease(new Ownership
        {
            Repository = "octo-org/octo-repo", RunId = 1, RunAttempt = 1, Job = "start", Start = "abcd1234", Index = 1, Scope = "octo-org", ExpiresAt = DateTimeOffset.UnixEpoch,
        }) { Timeline = new LeaseTimeline { Registered = TimeSpan.FromSeconds(1), Created = TimeSpan.FromSeconds(2) } };
        var page = StartSummary.Render(new DeploymentReport
        {
            Provider = "fake",
            Leases = [lease],
            Failure = new ActionableException(ErrorCategory.Unexpected, "x", "<!-- the cloud says\n```\n| <img src=x> |"),
            Attempts = [new CreateAttempt("m", new Candidate { Zone = "a|b" }, "no | room\n<b>", TimeSpan.FromSeconds(1.25))],
            Diagnoses = [new Diagnosis("m", "setup", "</summary>", ["```", "</details>"])],
        });
        page.Should().NotContain("<!--").And.NotContain("<img").And.NotContain("<b>").And.Contain("a\\|b").And.Contain("1.3");
        page.Split('\n').Count(line => line == "```mermaid").Should().Be(1);
        page.Should().Contain("section gha-1-1-abcd1234-1");
    }

    [Fact]
    public void Render_StopWithHostileReason_KeepsTheTable()
    {
        var page = StopSummary.Render(new TearDownReport { Provider = "fake", Machines = [new StoppedMachine("m|1", "<l>", TimeSpan.FromMinutes(90), 2m) { Finding = Finding.There }] }, dryRun: true);
        page.Should().Contain("| m\\|1 | &lt;l> | would be stopped | 5400.0 | 3 |").And.Contain("Dry run: 1 machine would be stopped");
    }

    /// <summary>One line, an empty one, and nothing on it that is not text: every mark has a backslash or is an entity.</summary>
    private static bool IsText(string page) => page.EndsWith("\n\n", StringComparison.Ordinal) && page.TrimEnd('\n').IndexOfAny(['\n', '\r', '<']) < 0
        && !Mark().IsMatch(page);

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();

    [GeneratedRegex(@"(?<!\\)(\\\\)*[`\[\]*_~|]")]
    private static partial Regex Mark();
}
