namespace GhaRunner.Conventions.Tests.Rules;

/// <summary>There is one action a verb and provider.</summary>
internal static class ActionRules
{
    /// <summary>The folders under <c>actions/</c> are those of the catalogue, each with its two files.</summary>
    public static IEnumerable<string> FoldersMatch(IReadOnlySet<string> paths, IReadOnlyCollection<string> names)
    {
        var expected = names.SelectMany(name => (string[])[$"actions/{name}/action.yml", $"actions/{name}/README.md"]).ToHashSet(StringComparer.Ordinal);
        var actual = paths.Where(path => path.StartsWith("actions/", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        return expected.Except(actual).Select(path => $"{path}: is missing; run 'dotnet run --project src/GhaRunner.Tooling -- sync'.")
            .Concat(actual.Except(expected).Select(path => $"{path}: no verb and provider of ProviderCatalogue stand behind it; delete it, or run sync."))
            .Order(StringComparer.Ordinal);
    }
}
