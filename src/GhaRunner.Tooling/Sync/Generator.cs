using System.Text.RegularExpressions;
using GhaRunner.Abstractions;
using GhaRunner.Actions.Catalogue;
using GhaRunner.Tooling.Actions;
using GhaRunner.Tooling.Markdown;

namespace GhaRunner.Tooling.Sync;

/// <summary>Says what every generated file should hold: the actions, their READMEs and the regions in Markdown files.</summary>
/// <param name="tree">The repository: frames, examples and Markdown files are read from it.</param>
/// <param name="providers">The providers, in the order of the documentation.</param>
internal sealed partial class Generator(RepositoryTree tree, IReadOnlyList<ProviderDeclaration> providers)
{
    /// <summary>The folder that holds generated files alone.</summary>
    public const string ActionsFolder = "actions";

    /// <summary>Generates everything, in memory.</summary>
    /// <returns>The files, by path.</returns>
    /// <exception cref="ToolingException">A frame, a region, an example or a declaration is wrong.</exception>
    public IReadOnlyList<GeneratedFile> Generate()
    {
        foreach (var provider in providers)
            Check(provider);
        return [.. ActionFiles().Concat(MarkdownFiles()).OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    private IEnumerable<GeneratedFile> ActionFiles()
    {
        foreach (var provider in providers)
        {
            var example = ProviderExample.Read(tree, provider);
            foreach (var verb in Verb.All)
            {
                var folder = $"{ActionsFolder}/{verb.Name}-{provider.Name}";
                var frame = ActionFrame.Read(tree, verb);
                yield return new GeneratedFile($"{folder}/action.yml", frame.Render(provider));
                yield return new GeneratedFile($"{folder}/README.md", ActionReadme.Render(verb, provider, frame.DescriptionFor(provider), example));
            }
        }
    }

    private IEnumerable<GeneratedFile> MarkdownFiles()
    {
        var regions = new GeneratedRegions(providers);
        foreach (var path in tree.Files("", "*.md"))
        {
            if (path.StartsWith(ActionsFolder + "/", StringComparison.Ordinal))
                continue;
            var text = tree.TryRead(path)!;
            var renewed = MarkdownRegions.Renew(path, text, name => regions.Render(name, path));
            if (renewed != text || text.Contains("<!-- generated:", StringComparison.Ordinal))
                yield return new GeneratedFile(path, renewed);
        }
    }

    /// <summary>What no generated file could say rightly, told with the class to change.</summary>
    private static void Check(ProviderDeclaration provider)
    {
        if (!ProviderName().IsMatch(provider.Name))
            throw new ToolingException($"The provider name '{provider.Name}' must be lower-case letters, digits and hyphens; change it where the provider registers.");
        foreach (var verb in Verb.All)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var input in verb.InputsFor(provider))
            {
                var where = $"{input.Property.DeclaringType!.Name}.{input.Property.Name}";
                if (!InputName().IsMatch(input.Name))
                    throw new ToolingException($"{where}: the input name '{input.Name}' must be kebab-case.");
                if (!names.Add(input.Name))
                    throw new ToolingException($"{where}: {verb.Name} {provider.Name} has another input '{input.Name}'; each name may be declared once.");
                if (input.Attribute.Description.Contains("${{", StringComparison.Ordinal))
                    throw new ToolingException($"{where}: the description of '{input.Name}' contains '${{{{', which GitHub evaluates in action.yml and refuses; describe the expression in words.");
            }
        }
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9]*(-[a-z0-9]+)*\z")]
    private static partial Regex InputName();

    [GeneratedRegex(@"\A[a-z][a-z0-9]*(-[a-z0-9]+)*\z")]
    private static partial Regex ProviderName();
}
