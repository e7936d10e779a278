namespace GhaRunner.Simulator.GitHub.Runners;

/// <summary>A label of a runner; those that every runner gets by itself are read-only.</summary>
internal readonly record struct RunnerLabel(string Name)
{
    private static readonly string[] s_readOnly = ["self-hosted", "Linux", "X64", "ARM64"];

    public bool ReadOnly => s_readOnly.Contains(Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The label's number: the same for the same name.</summary>
    public int Id
    {
        get
        {
            var known = Array.FindIndex(s_readOnly, Matches);
            return known >= 0 ? known + 1 : 100 + Name.Aggregate(0, static (sum, c) => ((sum * 31) + char.ToLowerInvariant(c)) & 0xFFFFF);
        }
    }

    private bool Matches(string other) => string.Equals(Name, other, StringComparison.OrdinalIgnoreCase);
}
