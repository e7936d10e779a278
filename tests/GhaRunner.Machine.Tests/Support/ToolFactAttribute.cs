using GhaRunner.Conformance.RealParts;

namespace GhaRunner.Machine.Tests.Support;

/// <summary>A test that needs a program of the Debian package of the same name.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(string program) => Skip = RealPart.WhySkip(RealPart.Missing(program, program));
}
