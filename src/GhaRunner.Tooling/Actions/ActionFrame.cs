using System.Text;
using System.Text.RegularExpressions;
using GhaRunner.Abstractions;
using GhaRunner.Actions.Catalogue;
using GhaRunner.Tooling.Markdown;
using GhaRunner.Tooling.Sync;
using YamlDotNet.RepresentationModel;

namespace GhaRunner.Tooling.Actions;

/// <summary>
/// The hand-written frame of a verb's actions, <c>action-&lt;verb&gt;.yml</c>: an ordinary action.yml with
/// <c>{provider}</c> and <c>{title}</c> in its texts and one line each where the inputs and outputs go.
/// </summary>
internal sealed partial class ActionFrame
{
    private const string InputsLine = "inputs: '{inputs}'";
    private const string OutputsLine = "outputs: '{outputs}'";

    private readonly Verb verb;
    private readonly string path;
    private readonly string body;
    private readonly YamlMappingNode fields;

    private ActionFrame(Verb verb, string path, string text)
    {
        this.verb = verb;
        this.path = path;
        body = LeadingComment().Replace(text, "");
        fields = YamlText.Parse(path, text);
        foreach (var line in (string[])[InputsLine, OutputsLine])
        {
            if (body.Split('\n').Count(candidate => candidate == line) != 1)
                throw new ToolingException($"{path}: needs the line \"{line}\" exactly once, where they go.");
        }
    }

    /// <summary>Reads the frame of a verb.</summary>
    /// <param name="tree">The repository.</param>
    /// <param name="verb">The verb.</param>
    /// <returns>The frame.</returns>
    /// <exception cref="ToolingException">It is missing, is not YAML, or lacks what a frame needs.</exception>
    public static ActionFrame Read(RepositoryTree tree, Verb verb)
    {
        var path = $"action-{verb.Name}.yml";
        var text = tree.TryRead(path)
            ?? throw new ToolingException($"{path} is missing: the frame of every {verb.Name} action. Write it after the model of action-start.yml.");
        return new ActionFrame(verb, path, text);
    }

    /// <summary>The frame's description for one provider.</summary>
    /// <param name="provider">The provider.</param>
    /// <returns>The text, without YAML's quotes.</returns>
    public string DescriptionFor(ProviderDeclaration provider) => Expected("description", provider);

    /// <summary>Makes the action.yml of one provider.</summary>
    /// <param name="provider">The provider.</param>
    /// <returns>The whole text.</returns>
    /// <exception cref="ToolingException">The result would not be the YAML that the frame means.</exception>
    public string Render(ProviderDeclaration provider)
    {
        var text = $"# {GeneratedFile.Marker} from {path} and the declarations in src/. Do not edit.\n"
            + FillIn(body, provider.Name, YamlText.InSingleQuotes(provider.Title))
                .Replace(InputsLine + "\n", Inputs(provider), StringComparison.Ordinal)
                .Replace(OutputsLine + "\n", Outputs(), StringComparison.Ordinal);
        var made = YamlText.Parse(path, text);
        foreach (var field in (string[])["name", "description"])
        {
            if (Field(made, field) != Expected(field, provider))
                throw new ToolingException($"{path}: put single quotes around the value of '{field}', so that any title fits into it.");
        }

        return text;
    }

    private string Inputs(ProviderDeclaration provider)
    {
        var text = new StringBuilder("inputs:\n");
        foreach (var input in verb.InputsFor(provider))
        {
            text.Append("  ").Append(input.Name).Append(":\n    description: ").Append(YamlText.Quote(InputText.Describe(input))).Append('\n');
            if (InputText.MustBeGiven(input.Attribute))
                text.Append("    required: true\n");
            if (input.Attribute.Default.Length > 0 && !InputText.ShadowsVariable(input.Attribute))
                text.Append("    default: ").Append(YamlText.Quote(input.Attribute.Default)).Append('\n');
        }

        return text.ToString();
    }

    private string Outputs()
    {
        var text = new StringBuilder("outputs:\n");
        foreach (var output in verb.Outputs)
            text.Append("  ").Append(output.Name).Append(":\n    description: ").Append(YamlText.Quote(output.Description)).Append('\n');
        return text.ToString();
    }

    private string Expected(string field, ProviderDeclaration provider) => FillIn(Field(fields, field), provider.Name, provider.Title);

    private static string FillIn(string text, string name, string title) => text
        .Replace("{provider}", name, StringComparison.Ordinal)
        .Replace("{title}", title, StringComparison.Ordinal);

    private string Field(YamlMappingNode mapping, string name) =>
        mapping.Children.TryGetValue(new YamlScalarNode(name), out var value) && value is YamlScalarNode { Value.Length: > 0 } scalar
            ? scalar.Value!
            : throw new ToolingException($"{path}: has no '{name}'.");

    [GeneratedRegex(@"\A(#[^\n]*\n|\n)*")]
    private static partial Regex LeadingComment();
}
