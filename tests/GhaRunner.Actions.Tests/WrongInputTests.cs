using System.Security.Cryptography;
using GhaRunner.Actions.Tests.Support;

namespace GhaRunner.Actions.Tests;

/// <summary>Bad input gives one clear message that names every problem, before anything is created.</summary>
public sealed class WrongInputTests
{
    private const int Inputs = 2;

    public static TheoryData<string, (string, string)[], string> Cases() => new()
    {
        { "missing token", [("github-token", null!)], "github-token is missing" },
        { "unknown input", [("lables", "gpu")], "lables is not an input of this action: did you mean 'labels'?" },
        { "count 0", [("count", "0")], "count is '0': it must be a whole number from 1 to 256." },
        { "count ten", [("count", "ten")], "count is 'ten': it must be a whole number from 1 to 256." },
        { "count 257", [("count", "257")], "count is '257'" },
        { "bad duration", [("timeout", "10 minutes")], "timeout is '10 minutes': it must be a duration such as 90s, 10m or 6h from 10s to 2h." },
        { "duration without unit", [("idle-timeout", "900")], "idle-timeout is '900'" },
        { "timeout beyond lifetime", [("timeout", "10m"), ("max-lifetime", "5m")], "timeout is not shorter than max-lifetime" },
        { "app without key", [("github-token", null!), ("github-app-id", "12")], "github-app-private-key is missing" },
        { "bad PEM", [("github-token", null!), ("github-app-id", "12"), ("github-app-private-key", "-----BEGIN NONSENSE-----")], "github-app-private-key is not an RSA private key in PEM form" },
        { "scope with three parts", [("scope", "octo-org/octo-repo/x")], "scope is 'octo-org/octo-repo/x': write owner/repo, owner (an organization) or enterprises/slug." },
        { "bad boolean", [("ephemeral", "yes")], "ephemeral is 'yes': it must be true or false." },
        { "bad version", [("runner-version", "v2")], "runner-version is 'v2'" },
        { "bad architecture", [("architecture", "riscv")], "architecture is 'riscv': it must be one of x64, arm64." },
        { "relative directory", [("directory", "machines")], "directory is 'machines'" },
        { "token with a line break", [("github-token", "abc\ndef")], "github-token contains a blank or a line break" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Start_WrongInput_SaysSoAndMakesNothing(string what, (string, string)[] inputs, string expected)
    {
        await using var world = await World.CreateAsync();
        using var start = await world.StartAsync(inputs);
        start.ExitCode.Should().Be(Inputs, $"{what}: {start.VisibleText}");
        start.VisibleText.Should().Contain(expected).And.Contain("nothing was created");
        start.VisibleText.Split('\n').Should().ContainSingle(line => line.StartsWith("::error::"), "one message holds everything");
        world.Simulator.Requests.All.Should().BeEmpty("inputs are checked before the first network call");
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_TokenAndApp_AreNotBothTaken()
    {
        using var key = RSA.Create(2048);
        await using var world = await World.CreateAsync();
        using var start = await world.StartAsync(("github-app-id", "12"), ("github-app-private-key", key.ExportRSAPrivateKeyPem()));
        start.ExitCode.Should().Be(Inputs);
        start.VisibleText.Should().Contain("github-token is given together with a GitHub App");
        world.Simulator.Requests.All.Should().BeEmpty();
    }

    [Fact]
    public async Task Start_ManyProblems_AreSaidAtOnce()
    {
        await using var world = await World.CreateAsync();
        using var start = await world.StartAsync(("github-token", null!), ("count", "ten"), ("timeout", "x"), ("scope", "a/b/c"), ("regoin", "x"));
        start.VisibleText.Should().ContainAll("github-token is missing", "count is 'ten'", "timeout is 'x'", "scope is 'a/b/c'", "regoin is not an input");
        start.VisibleText.Split('\n').Should().ContainSingle(line => line.StartsWith("::error::"));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[\"a\"]")]
    [InlineData("{\"a\":1}")]
    public async Task Stop_BadMapping_SaysSo(string mapping)
    {
        await using var world = await World.CreateAsync();
        using var stop = await world.StopAsync(("mapping", mapping));
        stop.ExitCode.Should().Be(Inputs, stop.VisibleText);
        stop.VisibleText.Should().Contain("mapping is not a JSON object of machine ids and labels");
    }

    [Fact]
    public async Task Start_EmptyInputsAndUnderscores_AreUnsetAndAccepted()
    {
        await using var world = await World.CreateAsync();
        var environment = world.Environment(("count", ""), ("labels", " "), ("github-token", null!), ("dry-run", "true"));
        environment["INPUT_GITHUB_TOKEN"] = world.Token;
        environment["INPUT_ARGS"] = "";
        using var start = await ProgramRun.RunAsync(["start", "local"], environment);
        start.ExitCode.Should().Be(0, start.VisibleText);
    }

    [Fact]
    public async Task Start_OptionOfTheCommandLine_WinsOverTheVariable()
    {
        await using var world = await World.CreateAsync();
        using var start = await ProgramRun.RunAsync(["start", "local", "--count", "none"], world.Environment(("count", "1")));
        start.VisibleText.Should().Contain("count is 'none'");
    }

    [Theory]
    [InlineData]
    [InlineData("start")]
    [InlineData("start", "nowhere")]
    [InlineData("begin", "local")]
    [InlineData("start", "local", "--what", "x")]
    public async Task Program_WrongCommandLine_NamesTheActions(params string[] arguments)
    {
        using var run = await ProgramRun.RunAsync(arguments, new Dictionary<string, string>());
        run.ExitCode.Should().Be(Inputs);
        run.VisibleText.Should().Contain(arguments.Length == 0 ? "start-local" : "See gha-runner").And.Contain("--help");
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("start", "--help")]
    [InlineData("stop", "--help")]
    [InlineData("start", "local", "--help")]
    [InlineData("stop", "local", "--help")]
    public async Task Program_Help_Succeeds(params string[] arguments)
    {
        using var run = await ProgramRun.RunAsync(arguments, new Dictionary<string, string>());
        run.ExitCode.Should().Be(0);
        run.VisibleText.Should().Contain("Usage:");
    }

    [Fact]
    public async Task Start_NoWorkflowAndNoScope_AsksForTheScope()
    {
        using var run = await ProgramRun.RunAsync(["start", "local", "--github-token", "x"], new Dictionary<string, string>());
        run.ExitCode.Should().Be(Inputs);
        run.VisibleText.Should().Contain("scope is missing").And.NotContain("::error");
    }
}
