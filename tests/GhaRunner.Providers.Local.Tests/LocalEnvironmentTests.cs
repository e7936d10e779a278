namespace GhaRunner.Providers.Local.Tests;

public sealed class LocalEnvironmentTests
{
    [Fact]
    public async Task CreateAsync_OurEnvironmentHoldsSecrets_TheMachineInheritsNone()
    {
        string[] ours = ["INPUT_GITHUB-TOKEN", "GITHUB_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "AWS_SECRET_ACCESS_KEY", "RUNNER_TRACKING_ID", "BASH_ENV"];
        foreach (var name in ours)
            Environment.SetEnvironmentVariable(name, "leaked");
        try
        {
            var (variables, _) = await RunAsync("env");

            variables.Should().NotContain(line => line.Contains("leaked", StringComparison.Ordinal));
            variables.Should().Contain($"PATH={Environment.GetEnvironmentVariable("PATH")}");
        }
        finally
        {
            foreach (var name in ours)
                Environment.SetEnvironmentVariable(name, null);
        }
    }

    [Fact]
    public async Task CreateAsync_Bootstrap_GetsItsEnvironmentAndItsPlace()
    {
        var (variables, directory) = await RunAsync("env");

        variables.Should().Contain(["CREDENTIAL=a b=c", "PATH_OF_MINE=/x", $"GHA_RUNNER_DIR={directory}/runner", $"GHA_MACHINE={directory}"]);
    }

    [Fact]
    public async Task CreateAsync_Secret_IsInNoCommandLineAndNoFile()
    {
        var (lines, directory) = await RunAsync("bash", "-c", "tr '\\0' ' ' </proc/$PPID/cmdline; tr '\\0' ' ' </proc/$$/cmdline; grep -r 'a b=c' ..; echo; echo done");

        lines.Should().EndWith("done").And.NotContain(line => line.StartsWith(directory, StringComparison.Ordinal));
        string.Join('\n', lines).Should().Contain("bash -c").And.NotContain("machine.json").And.NotContain("CREDENTIAL=");
    }

    [Fact]
    public async Task CreateAsync_StandardInput_IsAtItsEnd()
    {
        var (lines, _) = await RunAsync("bash", "-c", "read -r line || echo no input");

        lines.Should().Equal("no input");
    }

    [Fact]
    public async Task CreateAsync_Files_AreForTheirOwnerAlone()
    {
        await using var place = new LocalUnderTest();
        var machine = await place.Connect().CreateAsync(LocalUnderTest.Request("true"), default);
        var directory = Path.Combine(place.Root, machine.Id);
        await place.EventuallyAsync(() => File.ReadAllText(directory + "/exit") == "0\n");

        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.GetUnixFileMode(place.Root).Should().Be(owner | UnixFileMode.UserExecute);
        File.GetUnixFileMode(directory).Should().Be(owner | UnixFileMode.UserExecute);
        foreach (var file in Directory.GetFiles(directory))
            File.GetUnixFileMode(file).Should().Be(owner, file);
    }

    private static async Task<(string[] Lines, string Directory)> RunAsync(params string[] command)
    {
        await using var place = new LocalUnderTest();
        var request = LocalUnderTest.Request(command);
        var environment = new Dictionary<string, string> { ["CREDENTIAL"] = "a b=c", ["PATH_OF_MINE"] = "/x" };
        var provider = place.Provider();
        var machine = await provider.CreateAsync(request with { Bootstrap = request.Bootstrap with { Environment = environment } }, default);
        var directory = Path.Combine(place.Root, machine.Id);
        await place.EventuallyAsync(() => File.ReadAllText(directory + "/exit").Length > 0);
        return ((await provider.ReadConsoleLogAsync(machine.Id, 1000, default)).Split('\n'), directory);
    }
}
