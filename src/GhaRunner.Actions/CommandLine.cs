using System.CommandLine;
using GhaRunner.Abstractions;
using GhaRunner.Actions.Catalogue;
using GhaRunner.Actions.Inputs;

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

        // No "@file": a value that begins with it is a value.
        var result = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var configuration = new InvocationConfiguration { Output = write, Error = write, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        if (result.Errors.Count == 0)
            return await result.InvokeAsync(configuration, cancellationToken);
        throw arguments.Count == 0 ? NoVerb() : Misunderstood(result);
    }

    /// <summary>The repository's own Dockerfile makes <c>uses: org/gha-runner@v1</c> run this, without arguments.</summary>
    private static ActionableException NoVerb() => new(
        ErrorCategory.InvalidInput, "usage", "This says neither what to do nor where.",
        $"In a workflow, use one of the actions ({string.Join(", ", Verb.All.SelectMany(_ => ProviderCatalogue.All, (verb, provider) => $"{verb.Name}-{provider.Name}"))}), "
        + "not the repository itself. At a shell: gha-runner <verb> <provider> --help.");

    /// <summary>Names what was not understood, and never a value: it may be a secret behind a misspelt option.</summary>
    private static ActionableException Misunderstood(ParseResult result)
    {
        var command = result.CommandResult.Command;
        string[] known = [.. command.Subcommands.Select(sub => sub.Name)];
        var messages = known.Length > 0
            ? [$"After '{command.Name}' comes one of: {string.Join(", ", known)}."]
            : result.UnmatchedTokens.Where(token => token.StartsWith("--", StringComparison.Ordinal)).Select(token => token[2..].Split('=')[0])
                .Select(name => $"--{name} is not an option{NearestName.Hint(name, [.. command.Options.Select(option => option.Name.TrimStart('-'))])}").ToList();
        if (messages.Count == 0)
            messages = result.UnmatchedTokens.Count > 0 ? ["There is a value without an option before it."] : [.. result.Errors.Select(error => error.Message)];
        var path = string.Join(' ', command.Parents.OfType<Command>().Where(parent => parent is not RootCommand).Select(parent => parent.Name).Append(command is RootCommand ? "" : command.Name));
        return new ActionableException(ErrorCategory.InvalidInput, "usage", string.Join(' ', messages), $"See gha-runner {path} --help.".Replace("  ", " ", StringComparison.Ordinal));
    }

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
