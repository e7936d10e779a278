using System.Diagnostics.CodeAnalysis;
using GhaRunner.Abstractions;

namespace GhaRunner.Actions.Inputs;

/// <summary>Makes options objects out of the values that the user gave, and collects everything that is wrong with them.</summary>
/// <param name="values">The values.</param>
internal sealed class InputBinder(InputValues values)
{
    private readonly List<InputProblem> problems = [];

    /// <summary>Everything that was wrong so far.</summary>
    public IReadOnlyList<InputProblem> Problems => problems;

    /// <summary>
    /// Binds an options class. An input that is wrong by itself counts as its default in the rules between inputs, and has
    /// one problem, not two.
    /// </summary>
    /// <param name="type">The class.</param>
    /// <returns>The options; complete only when there is no problem.</returns>
    public object Bind([DynamicallyAccessedMembers(ProviderDeclaration.OptionsMembers)] Type type)
    {
        var options = Activator.CreateInstance(type)!;
        foreach (var input in InputDeclaration.Of(type))
            Set(options, input, values.Of(input.Attribute));
        if (options is IValidatedOptions validated)
            problems.AddRange(validated.Validate().Where(problem => !problems.Exists(known => known.Input == problem.Input)).ToList());
        return options;
    }

    /// <summary>Makes the options of a class that this verb has no inputs for: every input at its default.</summary>
    /// <param name="type">The class.</param>
    /// <returns>The options.</returns>
    public static object Defaults([DynamicallyAccessedMembers(ProviderDeclaration.OptionsMembers)] Type type)
    {
        var options = Activator.CreateInstance(type)!;
        foreach (var input in InputDeclaration.Of(type))
            SetDefault(options, input);
        return options;
    }

    /// <summary>Adds what was found elsewhere.</summary>
    /// <param name="more">Problems.</param>
    public void Add(IEnumerable<InputProblem> more) => problems.AddRange(more);

    private void Set(object options, InputDeclaration input, string given)
    {
        var text = given.Length > 0 ? given : input.Attribute.Default;
        if (text.Length == 0)
        {
            if (input.Attribute.Required)
                problems.Add(new InputProblem(input.Name, $"is missing: {input.Attribute.Description}{(input.Attribute.EnvironmentVariable.Length > 0 ? $" The environment variable {input.Attribute.EnvironmentVariable} counts too." : "")}"));
            return;
        }

        if (InputText.TryConvert(input, text, out var value) is { } right)
        {
            problems.Add(new InputProblem(input.Name, $"is '{(input.Attribute.Secret ? "***" : text)}': it must be {right}."));
            SetDefault(options, input);
        }
        else
        {
            input.Property.SetValue(options, value);
        }
    }

    private static void SetDefault(object options, InputDeclaration input)
    {
        if (input.Attribute.Default.Length > 0 && InputText.TryConvert(input, input.Attribute.Default, out var value) is null)
            input.Property.SetValue(options, value);
    }
}
