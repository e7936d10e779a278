namespace GhaRunner.Tooling.Sync;

/// <summary>In what way a file differs from what the declarations say.</summary>
internal enum DifferenceKind
{
    /// <summary>It should be there.</summary>
    Missing,

    /// <summary>Its text is another one.</summary>
    Stale,

    /// <summary>It was generated for a provider or verb that is gone.</summary>
    Orphaned,

    /// <summary>It lies among the generated files and was not generated: only a person can decide.</summary>
    Foreign,
}
