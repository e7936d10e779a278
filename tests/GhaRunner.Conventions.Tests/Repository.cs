namespace GhaRunner.Conventions.Tests;

/// <summary>The checkout that the tests run in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    private static readonly string[] NotOurs = ["artifacts", "bin", "obj", "node_modules", "TestResults"];
    private static readonly string[] HiddenFolders = [".github", ".ci"];
    private static readonly Lazy<IReadOnlyList<RepositoryFile>> All = new(() => [.. Collect(new DirectoryInfo(Root)).OrderBy(file => file.Path, StringComparer.Ordinal)]);

    /// <summary>Every file but those that builds and tools put there.</summary>
    public static IReadOnlyList<RepositoryFile> Files => All.Value;

    public static IEnumerable<RepositoryFile> Sources(string folder = "src/") => Under(folder, ".cs");

    public static IEnumerable<RepositoryFile> Markdown => Under("", ".md");

    public static IReadOnlyList<ProjectFile> Projects { get; } = [.. Under("", ".csproj").Select(file => ProjectFile.Parse(file.Path, file.Text))];

    public static IEnumerable<RepositoryFile> Under(string folder, string extension) =>
        Files.Where(file => file.Path.StartsWith(folder, StringComparison.Ordinal) && file.Path.EndsWith(extension, StringComparison.Ordinal));

    public static RepositoryFile File(string path) => Files.Single(file => file.Path == path);

    private static IEnumerable<RepositoryFile> Collect(DirectoryInfo directory)
    {
        foreach (var file in directory.EnumerateFiles())
            yield return new RepositoryFile(Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'), new Lazy<string>(() => System.IO.File.ReadAllText(file.FullName)));
        foreach (var child in directory.EnumerateDirectories())
        {
            if (NotOurs.Contains(child.Name) || (child.Name.StartsWith('.') && !HiddenFolders.Contains(child.Name)))
                continue;
            foreach (var file in Collect(child))
                yield return file;
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "GhaRunner.Actions.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"{AppContext.BaseDirectory} is not in a checkout with GhaRunner.Actions.sln.");
    }
}
