using System.Text.RegularExpressions;

namespace GhaRunner.Conventions.Tests.Rules;

/// <summary>What runs in CI with our token is what we looked at.</summary>
internal static partial class WorkflowRules
{
    /// <summary>Every action of others is pinned by its commit, with the version in a comment.</summary>
    public static IEnumerable<string> ActionsArePinned(RepositoryFile workflow) => workflow.Lines
        .Where(line => Uses().IsMatch(line.Text) && !IsPinned(Uses().Match(line.Text).Groups["reference"].Value, line.Text))
        .Select(line => $"{workflow.Path}:{line.Number}: '{line.Text.Trim()}' is not pinned; write owner/name@<40 hexadecimal digits> # vX.Y.Z.");

    private static bool IsPinned(string reference, string line) =>
        reference.StartsWith("./", StringComparison.Ordinal)
        || ImageDigest().IsMatch(reference)
        || (Commit().IsMatch(reference) && VersionComment().IsMatch(line));

    [GeneratedRegex("""^\s*(-\s+)?uses:\s*["']?(?<reference>[^\s"'#]+)""")]
    private static partial Regex Uses();

    [GeneratedRegex(@"\Adocker://\S+@sha256:[0-9a-f]{64}\z")]
    private static partial Regex ImageDigest();

    [GeneratedRegex(@"\A[^@\s]+@[0-9a-f]{40}\z")]
    private static partial Regex Commit();

    [GeneratedRegex(@"#\s*v\d+(\.\d+)*\s*$")]
    private static partial Regex VersionComment();
}
