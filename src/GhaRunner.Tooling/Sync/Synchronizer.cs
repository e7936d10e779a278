namespace GhaRunner.Tooling.Sync;

/// <summary>Compares the repository with what should be generated, and mends it.</summary>
/// <param name="tree">The repository.</param>
/// <param name="generator">Says what should be there.</param>
internal sealed class Synchronizer(RepositoryTree tree, Generator generator)
{
    /// <summary>Looks for differences; writes nothing.</summary>
    /// <returns>Every difference, by path; nothing when all is well.</returns>
    /// <exception cref="ToolingException">A frame, a region or a declaration is wrong.</exception>
    public IReadOnlyList<Difference> Compare() => [.. Compare(generator.Generate())];

    /// <summary>Writes what is missing or stale and deletes what is orphaned; leaves everything else alone.</summary>
    /// <returns>What was mended, and the foreign files, which are left.</returns>
    /// <exception cref="ToolingException">A frame, a region or a declaration is wrong; nothing was written.</exception>
    public IReadOnlyList<Difference> Mend()
    {
        var files = generator.Generate();
        IReadOnlyList<Difference> differences = [.. Compare(files)];
        foreach (var file in files)
            tree.Write(file.Path, file.Content);
        foreach (var orphan in differences.Where(difference => difference.Kind == DifferenceKind.Orphaned))
            tree.Delete(orphan.Path);
        return differences;
    }

    private IEnumerable<Difference> Compare(IReadOnlyList<GeneratedFile> files)
    {
        var expected = files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        var differing = files
            .Select(file => (file.Path, Actual: tree.TryRead(file.Path), file.Content))
            .Where(file => file.Actual != file.Content)
            .Select(file => new Difference(file.Path, file.Actual is null ? DifferenceKind.Missing : DifferenceKind.Stale));
        var surplus = tree.Files(Generator.ActionsFolder, "*")
            .Where(path => !expected.Contains(path))
            .Select(path => new Difference(path, IsGenerated(path) ? DifferenceKind.Orphaned : DifferenceKind.Foreign));
        return differing.Concat(surplus).OrderBy(difference => difference.Path, StringComparer.Ordinal);
    }

    private bool IsGenerated(string path) =>
        tree.TryRead(path)!.Split('\n', 2)[0].Contains(GeneratedFile.Marker, StringComparison.Ordinal);
}
