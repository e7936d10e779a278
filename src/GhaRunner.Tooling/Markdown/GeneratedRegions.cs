using System.Text;
using GhaRunner.Abstractions;
using GhaRunner.Actions.Catalogue;
using GhaRunner.Core.GitHub;

namespace GhaRunner.Tooling.Markdown;

/// <summary>What can be generated into a Markdown file.</summary>
/// <param name="providers">The providers, in the order of the documentation.</param>
internal sealed class GeneratedRegions(IReadOnlyList<ProviderDeclaration> providers)
{
    /// <summary>The names of the regions: <c>providers</c> is a table of them, <c>inputs</c> and <c>outputs</c> are all tables.</summary>
    public static IReadOnlyList<string> Names { get; } = ["providers", "inputs", "outputs"];

    /// <summary>Renders a region.</summary>
    /// <param name="name">The region's name.</param>
    /// <param name="path">The path of the file that holds it, which links start from.</param>
    /// <returns>Markdown, or <see langword="null"/> when there is no such region.</returns>
    public string? Render(string name, string path) => name switch
    {
        "providers" => Providers(string.Concat(Enumerable.Repeat("../", path.Count(character => character == '/')))),
        "inputs" => Inputs(),
        "outputs" => Outputs(),
        _ => null,
    };

    private string Providers(string toRoot) => MarkdownText.Table(
        ["Provider", "Machines", "Actions", "Its own inputs"],
        providers.Select(provider => (IReadOnlyList<string>)
        [
            MarkdownText.Code(provider.Name),
            MarkdownText.Cell(provider.Title),
            string.Join(", ", Verb.All.Select(verb => $"[{verb.Name}]({toRoot}actions/{verb.Name}-{provider.Name}/README.md)")),
            string.Join(", ", OwnInputs(provider).Select(input => MarkdownText.Code(input.Name))),
        ]));

    private string Inputs()
    {
        var text = new StringBuilder();
        Section("Every action", InputDeclaration.Of(typeof(GitHubOptions)));
        foreach (var verb in Verb.All)
            Section($"Every `{verb.Name}` action", InputDeclaration.Of(verb.Options));
        foreach (var provider in providers)
        {
            Section($"`{provider.Name}`, every action", InputDeclaration.Of(provider.ConnectionOptions));
            Section($"`{provider.Name}`, start", InputDeclaration.Of(provider.MachineOptions));
        }

        return text.ToString();

        void Section(string title, IReadOnlyList<InputDeclaration> inputs)
        {
            if (inputs.Count > 0)
                text.Append("## ").Append(title).Append("\n\n").Append(InputTable.Of(inputs)).Append('\n');
        }
    }

    private static string Outputs()
    {
        var text = new StringBuilder();
        foreach (var verb in Verb.All)
            text.Append("## Outputs of `").Append(verb.Name).Append("`\n\n").Append(InputTable.Of(verb.Outputs)).Append('\n');
        return text.ToString();
    }

    private static IEnumerable<InputDeclaration> OwnInputs(ProviderDeclaration provider) =>
        InputDeclaration.Of(provider.ConnectionOptions).Concat(InputDeclaration.Of(provider.MachineOptions));
}
