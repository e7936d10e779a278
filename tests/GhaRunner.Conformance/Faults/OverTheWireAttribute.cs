using System.Reflection;
using Xunit.Sdk;

namespace GhaRunner.Conformance.Faults;

/// <summary>
/// The one row of a theory about what happens on a wire: <see langword="null"/>, or why it is left out, out of the class's
/// <see cref="NoWireAttribute"/>. So the test's name tells.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OverTheWireAttribute : DataAttribute
{
    /// <inheritdoc/>
    public override IEnumerable<object?[]> GetData(MethodInfo testMethod) => [[testMethod.ReflectedType?.GetCustomAttribute<NoWireAttribute>()?.Because]];
}
