using FsCheck;
using FsCheck.Fluent;
using GhaRunner.Actions.Workflow;

namespace GhaRunner.Actions.Tests.Workflow;

public sealed class WorkflowCommandsTests
{
    /// <summary>Texts that are mostly made of what commands are made of.</summary>
    private static readonly Arbitrary<string> hostile = Gen.Elements(
            "::", ":", "##[", "##", "#", "[", "]", "\r", "\n", "\r\n", "%", "%0A", "error", "add-mask", "stop-commands", "warning file=x", " ", "\t", "x", "\u200b", "\u00ad", "\0", "é", "::error::x", "##[error]x")
        .ListOf().Select(parts => string.Concat(parts)).ToArbitrary();

    [Fact]
    public void Say_HostileText_NeverBecomesACommand() => Prop.ForAll(hostile, text => Commands(commands => commands.Say(text)).Count == 0).QuickCheckThrowOnFailure();

    [Fact]
    public void Foreign_HostileText_NeverBecomesACommand() => Prop.ForAll(hostile, text =>
        Commands(commands => commands.Foreign(text, text)).All(command => command.StartsWith("group", StringComparison.Ordinal) || command == "endgroup: ")).QuickCheckThrowOnFailure();

    [Fact]
    public void Error_HostileText_IsOneCommandThatSaysIt() => Prop.ForAll(hostile, text =>
    {
        var line = Written(commands => commands.Error(text));
        return line.StartsWith("::error::", StringComparison.Ordinal) && line.IndexOfAny(['\r', '\n']) < 0
            && line["::error::".Length..].Replace("%0A", "\n").Replace("%0D", "\r").Replace("%25", "%") == text;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("::error::x")]
    [InlineData("##[error]x")]
    [InlineData("text ##[add-mask]x")]
    [InlineData("text\r::error::x")]
    [InlineData("  ::warning::x")]
    [InlineData("\u200b::warning::x")]
    public void Say_TextThatLooksLikeACommand_StaysText(string text) => Commands(commands => commands.Say(text)).Should().BeEmpty();

    [Fact]
    public void Say_OrdinaryText_IsPrintedAsItIs() => Written(commands => commands.Say("gha-1: machine m-1 created (eu #1 [a::b])")).Should().Be("gha-1: machine m-1 created (eu #1 [a::b])");

    [Fact]
    public void Mask_ManyLines_IsOneCommandAndHidesEachLine()
    {
        using var log = new StringWriter();
        var commands = new WorkflowCommands(new Terminal(log), isWorkflow: true);
        commands.Mask("first-line\r\nsecond%line");
        commands.Say("it is first-line");
        commands.Error("and second%line");
        log.ToString().Split('\n')[..3].Should().Equal("::add-mask::first-line%0D%0Asecond%25line", "it is ***", "::error::and ***");
    }

    [Fact]
    public void Mask_Empty_IsNoCommand() => Written(commands => commands.Mask("")).Should().BeEmpty();

    [Fact]
    public void AnyWord_OutsideAWorkflow_IsPlain()
    {
        using var log = new StringWriter();
        var commands = new WorkflowCommands(new Terminal(log), isWorkflow: false);
        commands.Mask("a-long-secret");
        commands.Warning("watch a-long-secret");
        commands.Error("100%");
        log.ToString().Should().Be($"Warning: watch ***{Environment.NewLine}Error: 100%{Environment.NewLine}");
    }

    private static IReadOnlyList<string> Commands(Action<WorkflowCommands> say) => RunnerReader.Commands(Written(say));

    private static string Written(Action<WorkflowCommands> say)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        say(new WorkflowCommands(new Terminal(writer), isWorkflow: true));
        return writer.ToString().TrimEnd('\n');
    }
}
