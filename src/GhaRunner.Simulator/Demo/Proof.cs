namespace GhaRunner.Simulator.Demo;

/// <summary>That something is gone, or what is left of it.</summary>
/// <param name="Holds">Whether it is gone.</param>
/// <param name="Text">What was looked for, and what was found.</param>
internal sealed record Proof(bool Holds, string Text)
{
    /// <summary>Says that nothing is left, or what is.</summary>
    /// <param name="what">What may not be left, in the plural and with its place.</param>
    /// <param name="found">What was found.</param>
    public static Proof Nothing(string what, IReadOnlyCollection<string> found) =>
        found.Count == 0 ? new Proof(true, $"no {what}") : new Proof(false, $"left: {what}: {string.Join(", ", found)}");
}
