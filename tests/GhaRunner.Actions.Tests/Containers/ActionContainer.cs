using System.Text.Json.Nodes;
using GhaRunner.Conformance.RealParts;

namespace GhaRunner.Actions.Tests.Containers;

/// <summary>
/// One stage of a step, in a container that is run as the Actions runner runs it (ContainerActionHandler and
/// DockerCommandManager of actions/runner): variables by name alone, the program as process 1, the folders of the job. Only
/// <c>--rm</c> is missing, so that Docker can be asked afterwards what it has kept.
/// </summary>
internal sealed class ActionContainer : IAsyncDisposable
{
    /// <summary>Where the stages of a job see the folder that they share.</summary>
    public const string Temporary = "/github/runner_temp";

    private const string FileCommands = "/github/file_commands";
    private static readonly string[] program = ["start", "aws"];
    private readonly string name = $"gharunnertest_{Guid.NewGuid():n}";

    private ActionContainer(string image, string? entrypoint, IReadOnlyDictionary<string, string> folders, IReadOnlyDictionary<string, string> environment)
    {
        var all = new Dictionary<string, string>(environment)
        {
            ["HOME"] = "/github/home", ["RUNNER_TEMP"] = Temporary, ["GITHUB_WORKSPACE"] = "/github/workspace", ["CI"] = "true",
        };
        var files = Directory.CreateTempSubdirectory("gha-step-");
        Run = ProgramRun.Begin(
            [
                "run", "--name", name, "--label", "gha-runner-test=program", "--workdir", "/github/workspace",
                .. all.Keys.Concat(ProgramRun.FileCommands.Keys).SelectMany(variable => new[] { "-e", variable }),
                .. entrypoint is null ? [] : new[] { "--entrypoint", entrypoint },
                .. folders.Append(new(FileCommands, files.FullName)).Append(new("/var/run/docker.sock", "/var/run/docker.sock"))
                    .SelectMany(mount => new[] { "-v", $"{mount.Value}:{mount.Key}" }),
                image, .. program,
            ],
            all,
            "docker",
            // Docker itself tells the arguments; a machine that plays many rounds at once needs its time.
            new RunOptions { WatchesArguments = false, Longest = TimeSpan.FromMinutes(3), Files = files, FilesSeenIn = FileCommands });
    }

    /// <summary>Docker's client, which the runner signals and waits for.</summary>
    public ProgramRun Run { get; }

    /// <summary>Begins the step itself.</summary>
    public static ActionContainer BeginStart(ProgramImage image, IReadOnlyDictionary<string, string> folders, IReadOnlyDictionary<string, string> environment) => new(image.Name, null, folders, environment);

    /// <summary>Begins the stage after the job's steps, with what the step has saved.</summary>
    public static ActionContainer BeginPost(ProgramImage image, IReadOnlyDictionary<string, string> folders, IReadOnlyDictionary<string, string> environment, IReadOnlyDictionary<string, string> state) =>
        new(image.Name, ProgramImage.Post, folders, PostName.Environment(environment, state));

    /// <summary>Waits until the container itself has ended, also when its client was killed.</summary>
    public Task EndAsync() => Command.OutputAsync("docker", "wait", name);

    /// <summary>What Docker keeps of it: the log, and what it tells of the container beside the variables that the runner has given it.</summary>
    public async Task<IReadOnlyList<(string Where, string Content)>> KeptAsync()
    {
        var (_, output, errors) = await Command.TryAsync("docker", "logs", name);
        var told = JsonNode.Parse(await Command.OutputAsync("docker", "inspect", name))![0]!;
        told["Config"]!.AsObject().Remove("Env").Should().BeTrue();
        return [("docker logs", ProgramRun.WithoutMasks(output + errors)), ("docker inspect", told.ToJsonString())];
    }

    public async ValueTask DisposeAsync()
    {
        await Command.TryAsync("docker", "rm", "--force", "--volumes", name);
        Run.Dispose();
    }
}
