using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;

namespace GhaRunner.Abstractions;

/// <summary>One declared input: the attribute and the property that receives the value.</summary>
/// <param name="Attribute">The declaration.</param>
/// <param name="Property">Where the value goes.</param>
public sealed record InputDeclaration(InputAttribute Attribute, PropertyInfo Property)
{
    /// <summary>The input's name.</summary>
    public string Name => Attribute.Name;

    /// <summary>The property's type without <see cref="Nullable{T}"/>.</summary>
    public Type ValueType => Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType;

    /// <summary>The only values allowed, in kebab-case; empty when the type does not limit them.</summary>
    public IReadOnlyList<string> AllowedValues =>
        ValueType == typeof(bool) ? ["true", "false"]
        : ValueType.IsEnum ? [.. Enum.GetNames(ValueType).Select(JsonNamingPolicy.KebabCaseLower.ConvertName)]
        : [];

    /// <summary>Reads the declarations of an options class, in the order of its properties.</summary>
    /// <param name="options">The options class.</param>
    /// <returns>One declaration for each property that carries an <see cref="InputAttribute"/>.</returns>
    public static IReadOnlyList<InputDeclaration> Of(
        [DynamicallyAccessedMembers(ProviderDeclaration.OptionsMembers)] Type options) =>
        [.. options.GetProperties()
            .Select(property => (Property: property, Attribute: property.GetCustomAttribute<InputAttribute>()))
            .Where(pair => pair.Attribute is not null)
            .Select(pair => new InputDeclaration(pair.Attribute!, pair.Property))];
}
