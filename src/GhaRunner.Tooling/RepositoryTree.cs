using System.Text;

namespace GhaRunner.Tooling;

/// <summary>The files of a checkout, by paths relative to its root with <c>/</c> between the parts.</summary>
/// <param name="root">The folder that holds the solution.</param>
internal sealed class RepositoryTree(string root)
{
    private const string Solution = "GhaRunner.Actions.sln";
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private static readonly string[] NotOurs = ["artifacts", "bin", "obj", "node_modules", "TestResults"];

    /// <summary>Finds the checkout that a folder belongs to.</summary>
    /// <param name="directory">The folder itself or any below the root.</param>
    /// <returns>The tree.</returns>
    /// <exception cref="ToolingException">No folder above holds the solution.</exception>
    public static RepositoryTree Above(string directory)
    {
        for (var folder = new DirectoryInfo(directory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
                return new RepositoryTree(folder.FullName);
        }

        throw new ToolingException($"{directory} is not in a checkout: no folder above it holds {Solution}. Run this in the repository, or give --root.");
    }

    /// <summary>Reads a text file.</summary>
    /// <param name="path">The relative path.</param>
    /// <returns>Its text with <c>\n</c> line ends, or <see langword="null"/> when there is none.</returns>
    public string? TryRead(string path)
    {
        var file = Absolute(path);
        return File.Exists(file) ? File.ReadAllText(file, Utf8).ReplaceLineEndings("\n") : null;
    }

    /// <summary>Writes a text file and the folders above it; leaves a file alone that holds the text already.</summary>
    /// <param name="path">The relative path.</param>
    /// <param name="content">The text, with <c>\n</c> line ends.</param>
    public void Write(string path, string content)
    {
        if (TryRead(path) == content)
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(Absolute(path))!);
        File.WriteAllText(Absolute(path), content, Utf8);
    }

    /// <summary>Deletes a file, and its folder when that is empty then.</summary>
    /// <param name="path">The relative path.</param>
    public void Delete(string path)
    {
        File.Delete(Absolute(path));
        var folder = Path.GetDirectoryName(Absolute(path))!;
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }

    /// <summary>Lists files at any depth, without those that builds and tools put there.</summary>
    /// <param name="folder">The relative path of the folder, <c>""</c> for the root.</param>
    /// <param name="pattern">A pattern for the file name, with <c>*</c>.</param>
    /// <returns>Relative paths in ordinal order; nothing when the folder is missing.</returns>
    public IReadOnlyList<string> Files(string folder, string pattern)
    {
        var found = new List<string>();
        if (Directory.Exists(Absolute(folder)))
            Collect(new DirectoryInfo(Absolute(folder)), pattern, found);
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private void Collect(DirectoryInfo directory, string pattern, List<string> found)
    {
        found.AddRange(directory.EnumerateFiles(pattern).Select(file => Path.GetRelativePath(root, file.FullName).Replace('\\', '/')));
        foreach (var child in directory.EnumerateDirectories())
        {
            if (child.Name != ".git" && !NotOurs.Contains(child.Name, StringComparer.Ordinal))
                Collect(child, pattern, found);
        }
    }

    private string Absolute(string path) => Path.Combine(root, path);
}
