namespace GhaRunner.Conformance.RealParts;

/// <summary>A test against moto, which others have written to the same documentation, and AWS's own command-line client.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MotoFactAttribute : FactAttribute
{
    private static readonly string? missing =
        RealPart.Missing("moto_server", "") is not null ? "moto_server (pip install 'moto[server]')"
        : RealPart.Missing("aws", "") is not null ? "aws (pip install awscli)" : null;

    /// <summary>Decides whether to skip it.</summary>
    public MotoFactAttribute() => Skip = RealPart.WhySkip(missing);
}
