namespace GhaRunner.Tooling.Sync;

/// <summary>A file that is not as it should be.</summary>
/// <param name="Path">Relative to the repository's root.</param>
/// <param name="Kind">In what way.</param>
internal sealed record Difference(string Path, DifferenceKind Kind);
