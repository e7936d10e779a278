using GhaRunner.Abstractions;

namespace GhaRunner.Actions.Inputs;

/// <summary>
/// The values that the user gave, by input name: options of the command line win over <c>INPUT_*</c>, and these over the
/// environment variable that an input may name. The runner upper-cases a name and keeps its hyphens.
/// </summary>
/// <param name="environment">The environment.</param>
/// <param name="options">Values of command line options, by input name.</param>
internal sealed class InputValues(ProcessEnvironment environment, IReadOnlyDictionary<string, string> options)
{
    private const string Prefix = "INPUT_";

    /// <summary>The runner passes these to every container action, whether declared or not.</summary>
    private static readonly string[] alwaysAllowed = ["entrypoint", "args"];

    /// <summary>The value of an input, without blanks around it; <c>""</c> when unset.</summary>
    /// <param name="input">The declaration.</param>
    /// <returns>The text.</returns>
    public string Of(InputAttribute input)
    {
        var variable = Prefix + input.Name.ToUpperInvariant();
        string[] sources =
        [
            options.TryGetValue(input.Name, out var option) ? option : "",
            environment[variable],
            environment[variable.Replace('-', '_')],
            input.EnvironmentVariable.Length > 0 ? environment[input.EnvironmentVariable] : "",
        ];
        return Array.Find(sources, source => !string.IsNullOrWhiteSpace(source))?.Trim() ?? "";
    }

    /// <summary>Finds inputs that nobody declared.</summary>
    /// <param name="known">The declared names.</param>
    /// <returns>A problem for each, with the name that was probably meant.</returns>
    public IEnumerable<InputProblem> Unknown(IReadOnlyCollection<string> known) =>
        from variable in environment.Names
        where variable.StartsWith(Prefix, StringComparison.Ordinal)
        let name = variable[Prefix.Length..].ToLowerInvariant().Replace('_', '-')
        where !known.Contains(name) && !alwaysAllowed.Contains(name)
        orderby name
        select new InputProblem(name, $"is not an input of this action{NearestName.Hint(name, known)}");
}
