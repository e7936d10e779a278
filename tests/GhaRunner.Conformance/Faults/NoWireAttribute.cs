namespace GhaRunner.Conformance.Faults;

/// <summary>
/// Declares, on a provider's conformance tests, that the provider sends no requests which could go wrong: the cases about them
/// are left out, and bear the reason in their names.
/// </summary>
/// <param name="because">The reason.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NoWireAttribute(string because) : Attribute
{
    /// <summary>The reason.</summary>
    public string Because { get; } = because;
}
