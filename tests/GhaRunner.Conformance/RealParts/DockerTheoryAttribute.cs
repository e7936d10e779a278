namespace GhaRunner.Conformance.RealParts;

/// <summary>A test with a real Docker engine, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DockerTheoryAttribute : TheoryAttribute
{
    /// <summary>Decides whether to skip it.</summary>
    public DockerTheoryAttribute() => Skip = RealPart.WhySkip(RealPart.MissingEngine);
}
