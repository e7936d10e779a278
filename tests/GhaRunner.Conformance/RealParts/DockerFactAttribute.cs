namespace GhaRunner.Conformance.RealParts;

/// <summary>A test with a real Docker engine.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DockerFactAttribute : FactAttribute
{
    /// <summary>Decides whether to skip it.</summary>
    public DockerFactAttribute() => Skip = RealPart.WhySkip(RealPart.MissingEngine);
}
