using System.Text;
using GhaRunner.Abstractions;
using GhaRunner.Actions.Catalogue;
using GhaRunner.Tooling.Markdown;
using GhaRunner.Tooling.Sync;

namespace GhaRunner.Tooling.Actions;

/// <summary>The README beside an action.yml.</summary>
internal static class ActionReadme
{
    private const string ToRoot = "../../";

    /// <summary>Renders the README of one action.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="description">What the action does, in two sentences.</param>
    /// <param name="example">What the snippet shows beyond the required inputs.</param>
    /// <returns>The whole text.</returns>
    public static string Render(Verb verb, ProviderDeclaration provider, string description, ProviderExample example)
    {
        var text = new StringBuilder($"<!-- {GeneratedFile.Marker} from action-{verb.Name}.yml and the declarations in src/. Do not edit. -->\n");
        text.Append("# ").Append(verb.Name).Append('-').Append(provider.Name).Append("\n\n").Append(description).Append("\n\n");
        text.Append("## Use\n\n");
        if (example.Note.Length > 0)
            text.Append(example.Note).Append("\n\n");
        text.Append("```yaml\n").Append(new WorkflowSnippet(provider, example).Render(verb)).Append("```\n\n");
        text.Append("`RUNNER_TOKEN` is a secret of yours: a token that may register runners. The workflow's own `GITHUB_TOKEN` cannot.");
        text.Append(verb == Verb.Reap ? $" To reap it must also see the runs, with Actions (read) in every repository whose jobs run there: [the reaper]({ToRoot}docs/reap.md).\n\n" : "\n\n");
        text.Append("## Inputs\n\nWhat is not set, or set to an empty text, takes its default. A wrong value fails the step before anything is made.\n\n");
        text.Append(InputTable.Of(verb.InputsFor(provider))).Append('\n');
        text.Append("## Outputs\n\n").Append(InputTable.Of(verb.Outputs)).Append('\n');
        text.Append("## More\n\n");
        text.Append("- [All inputs of all providers](").Append(ToRoot).Append("docs/inputs.md)\n");
        text.Append("- [The documentation](").Append(ToRoot).Append("docs/README.md)\n");
        foreach (var other in Verb.All.Where(other => other != verb))
            text.Append($"- [{other.Name}-{provider.Name}](../{other.Name}-{provider.Name}/README.md)\n");
        return text.ToString();
    }
}
