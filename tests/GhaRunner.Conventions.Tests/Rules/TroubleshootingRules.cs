namespace GhaRunner.Conventions.Tests.Rules;

/// <summary>People search the README for the words of an error: these must be the words that the code says.</summary>
internal static class TroubleshootingRules
{
    private const string Head = "| The error says |";

    /// <summary>Finds quoted errors that no source says any more. GitHub's own words are those of the simulator.</summary>
    public static IEnumerable<string> QuotesAreInTheCode(RepositoryFile page, IReadOnlyList<RepositoryFile> sources)
    {
        var rows = page.Text.Split('\n').SkipWhile(line => !line.StartsWith(Head, StringComparison.Ordinal)).TakeWhile(line => line.StartsWith('|'));
        var quotes = rows.Where(row => row.StartsWith("| `", StringComparison.Ordinal)).Select(row => row.Split('`')[1]).ToList();
        return quotes.Count == 0
            ? [$"{page.Path}: has no table that begins with '{Head}'."]
            : quotes.Where(quote => !sources.Any(source => source.Text.Contains(quote, StringComparison.Ordinal)))
                .Select(quote => $"{page.Path}: no source says '{quote}': write the words that it says now.");
    }
}
