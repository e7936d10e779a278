using System.CommandLine;
using GhaRunner.Abstractions;
using GhaRunner.Actions.Catalogue;

namespace GhaRunner.Actions;

/// <summary>
/// The command line, made from the declarations: <c>gha-runner &lt;verb&gt; &lt;provider&gt; [--&lt;input&gt; value …]</c>, with
/// <c>--help</c> at every level.
/// </summary>
internal static class CommandLine
{
    /// <summary>Runs what the arguments say.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="run">Runs a verb with a provider and the options' values by input name; gives the exit code.</param>
    /// <param name="write">Where help goes.</param>
    /// <param name="cancellationToken">Handed on.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="ActionableException">The arguments make no sense.</exception>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments,
        Func<Verb, ProviderDeclaration, IReadOnlyDictionary<string, string>, CancellationToken, Task<int>> run,
        TextWriter write,
        CancellationToken cancellationToken)
    {
        var root = new RootCommand("Run a GitHub Actions job on any machine: start one, register a runner on it, give it back.");
        foreach (var verb in Verb.All)
        {
            var verbCommand = new Command(verb.Name, verb.Summary);
            foreach (var provider in ProviderCatalogue.All)
                verbCommand.Add(ProviderCommand(verb, provider, run));
            root.Add(verbCommand);
        }

        var result = root.Parse(arguments);
        var configuration = new InvocationConfiguration { Output = write, Error = write, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        if (result.Errors.Count == 0)
            return await result.InvokeAsync(configuration, cancellationToken);
        throw new ActionableException(
            ErrorCategory.InvalidInput, "usage", string.Join(' ', result.Errors.Select(error => error.Message)), Usage());
    }

    private static string Usage() =>
        $"In a workflow, use one of the actions ({string.Join(", ", Verb.All.SelectMany(_ => ProviderCatalogue.All, (verb, provider) => $"{verb.Name}-{provider.Name}"))}), "
        + "not the repository itself. At a shell: gha-runner <verb> <provider> --help.";

    private static Command ProviderCommand(
        Verb verb, ProviderDeclaration provider, Func<Verb, ProviderDeclaration, IReadOnlyDictionary<string, string>, CancellationToken, Task<int>> run)
    {
        var command = new Command(provider.Name, $"{verb.Summary}, with {provider.Title}.");
        var options = verb.InputsFor(provider).Select(input => (input.Name, Option: new Option<string?>($"--{input.Name}") { Description = Help(input) })).ToList();
        foreach (var (_, option) in options)
            command.Add(option);
        command.SetAction((result, cancellationToken) => run(
            verb, provider,
            options.Select(pair => (pair.Name, Value: result.GetValue(pair.Option))).Where(pair => pair.Value is not null).ToDictionary(pair => pair.Name, pair => pair.Value!),
            cancellationToken));
        return command;
    }

    private static string Help(InputDeclaration input) =>
        input.Attribute.Description
        + (input.AllowedValues.Count > 0 ? $" One of: {string.Join(", ", input.AllowedValues)}." : "")
        + (input.Attribute.Default.Length > 0 ? $" [default: {input.Attribute.Default}]" : "")
        + (input.Attribute.Required ? " [required]" : "");
}
