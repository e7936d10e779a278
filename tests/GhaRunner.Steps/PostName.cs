namespace GhaRunner.Steps;

/// <summary>The program under the name by which the runner calls its stage after the job's steps: a link, until it is disposed of.</summary>
public sealed class PostName : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gha-post-");

    public PostName(string program)
    {
        Path = System.IO.Path.Combine(folder.FullName, "gha-runner-post");
        File.CreateSymbolicLink(Path, program);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The step's variables, and what it has saved.</summary>
    public static Dictionary<string, string> Environment(IReadOnlyDictionary<string, string> environment, IReadOnlyDictionary<string, string> state) =>
        environment.Concat(state.Select(pair => KeyValuePair.Create("STATE_" + pair.Key, pair.Value))).ToDictionary();

    public void Dispose() => folder.Delete(recursive: true);
}
