using GhaRunner.Abstractions;
using GhaRunner.Actions.Catalogue;
using YamlDotNet.RepresentationModel;

namespace GhaRunner.Tooling.Actions;

/// <summary>
/// What the generated snippets show for one provider beyond its required inputs: <c>example.yml</c> in the provider's own
/// folder, with <c>note</c> (a paragraph of Markdown), <c>permissions</c> (of the jobs that use it) and, for each
/// verb, the inputs to show. The file and each of its keys may be missing.
/// </summary>
internal sealed class ProviderExample
{
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> inputs = [];

    /// <summary>A paragraph of Markdown on what to know before using the provider; may be empty.</summary>
    public string Note { get; private init; } = "";

    /// <summary>The permissions of the workflow's token in the jobs that use the provider; empty for none at all.</summary>
    public IReadOnlyDictionary<string, string> Permissions { get; private init; } = new Dictionary<string, string>();

    /// <summary>Reads the example of a provider.</summary>
    /// <param name="tree">The repository.</param>
    /// <param name="provider">The provider.</param>
    /// <returns>The example; an empty one when the provider has no file.</returns>
    /// <exception cref="ToolingException">The file is not YAML, or names what the provider does not have.</exception>
    public static ProviderExample Read(RepositoryTree tree, ProviderDeclaration provider)
    {
        var folder = $"src/GhaRunner.Providers.{provider.Name.Replace("-", "", StringComparison.Ordinal)}/";
        var path = tree.Files("src", "example.yml").FirstOrDefault(file => file.Equals(folder + "example.yml", StringComparison.OrdinalIgnoreCase));
        if (path is null)
            return new ProviderExample();

        var fields = YamlText.Parse(path, tree.TryRead(path)!);
        string[] known = ["note", "permissions", .. Verb.All.Select(verb => verb.Name)];
        if (fields.Children.Keys.Select(key => key.ToString()).FirstOrDefault(key => !known.Contains(key)) is { } unknown)
            throw new ToolingException($"{path}: '{unknown}' is none of {string.Join(", ", known)}.");

        var example = new ProviderExample
        {
            Note = fields.Children.TryGetValue(new YamlScalarNode("note"), out var note) ? note.ToString().Trim() : "",
            Permissions = Map(path, fields, "permissions"),
        };
        foreach (var verb in Verb.All)
        {
            var shown = Map(path, fields, verb.Name);
            var declared = verb.InputsFor(provider).Select(input => input.Name).ToHashSet(StringComparer.Ordinal);
            if (shown.Keys.FirstOrDefault(name => !declared.Contains(name)) is { } wrong)
                throw new ToolingException($"{path}: {verb.Name} {provider.Name} has no input '{wrong}'.");
            example.inputs[verb.Name] = shown;
        }

        return example;
    }

    /// <summary>The inputs to show in a snippet: those of the file and those that are required, in the order of their declaration.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="provider">The provider.</param>
    /// <returns>Names and values.</returns>
    public IReadOnlyList<KeyValuePair<string, string>> InputsOf(Verb verb, ProviderDeclaration provider)
    {
        var shown = inputs.GetValueOrDefault(verb.Name) ?? new Dictionary<string, string>();
        return
        [
            .. verb.InputsFor(provider)
                .Where(input => shown.ContainsKey(input.Name) || input.Attribute.Required)
                .Select(input => KeyValuePair.Create(input.Name, shown.GetValueOrDefault(input.Name) ?? Placeholder(input, provider))),
        ];
    }

    private static string Placeholder(InputDeclaration input, ProviderDeclaration provider) =>
        input.Attribute.Secret ? $"${{{{ secrets.{$"{provider.Name}_{input.Name}".Replace('-', '_').ToUpperInvariant()} }}}}"
        : input.AllowedValues is [var first, ..] ? first
        : $"your-{input.Name}";

    private static Dictionary<string, string> Map(string path, YamlMappingNode fields, string name)
    {
        if (!fields.Children.TryGetValue(new YamlScalarNode(name), out var value))
            return [];
        if (value is not YamlMappingNode mapping || mapping.Children.Any(pair => pair.Value is not YamlScalarNode))
            throw new ToolingException($"{path}: '{name}' must be a mapping of names to texts.");
        return mapping.Children.ToDictionary(pair => pair.Key.ToString(), pair => pair.Value.ToString(), StringComparer.Ordinal);
    }
}
