namespace GhaRunner.Abstractions;

/// <summary>
/// Declares an input once: from it follow binding, validation, masking, <c>action.yml</c>, the README's table and
/// <c>--help</c>. Goes on a settable property of an options class with a parameterless constructor.
/// </summary>
/// <remarks>
/// Property types: <see cref="string"/> (unset is <c>""</c>), <see cref="int"/>, <see cref="decimal"/>,
/// <see cref="bool"/>, <see cref="TimeSpan"/> (<c>90s</c>, <c>10m</c>, <c>6h</c>), an enum (written in kebab-case), a
/// list of strings or enums as <see cref="IReadOnlyList{T}"/> of <see cref="string"/> (commas or line breaks between),
/// and the nullable forms of the value types (unset is <see langword="null"/>).
/// </remarks>
/// <param name="name">The input's name: kebab-case, the same for the same thing in every provider.</param>
/// <param name="description">One or two sentences for whoever writes the workflow.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InputAttribute(string name, string description) : Attribute
{
    /// <summary>The input's name, kebab-case.</summary>
    public string Name { get; } = name;

    /// <summary>One or two sentences for whoever writes the workflow.</summary>
    public string Description { get; } = description;

    /// <summary>The value when unset, written as a user would write it; <c>""</c> for none.</summary>
    public string Default { get; init; } = "";

    /// <summary>Whether the program refuses to run without it.</summary>
    public bool Required { get; init; }

    /// <summary>Whether its value is masked before anything else happens, and never shown.</summary>
    public bool Secret { get; init; }

    /// <summary>The smallest value allowed: a number, or a duration in seconds.</summary>
    public double Minimum { get; init; } = double.NegativeInfinity;

    /// <summary>The largest value allowed: a number, or a duration in seconds.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>A regular expression that the whole text (of a list: each item) must match; <c>""</c> for none.</summary>
    public string Pattern { get; init; } = "";

    /// <summary>What <see cref="Pattern"/> means, to complete the sentence "must be …".</summary>
    public string PatternMeaning { get; init; } = "";

    /// <summary>The environment variable that is read when the input is unset (<c>DOCKER_HOST</c>); <c>""</c> for none.</summary>
    public string EnvironmentVariable { get; init; } = "";
}
