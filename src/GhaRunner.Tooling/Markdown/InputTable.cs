using GhaRunner.Abstractions;
using GhaRunner.Actions.Catalogue;

namespace GhaRunner.Tooling.Markdown;

/// <summary>The tables of inputs and outputs.</summary>
internal static class InputTable
{
    /// <summary>A table of inputs.</summary>
    /// <param name="inputs">The inputs, in order.</param>
    /// <returns>Markdown lines.</returns>
    public static string Of(IEnumerable<InputDeclaration> inputs) => MarkdownText.Table(
        ["Input", "Required", "Default", "Description"],
        inputs.Select(input => (IReadOnlyList<string>)
        [
            MarkdownText.Code(input.Name),
            InputText.MustBeGiven(input.Attribute) ? "yes" : "no",
            MarkdownText.Code(input.Attribute.Default),
            MarkdownText.Cell(InputText.Describe(input)),
        ]));

    /// <summary>A table of outputs.</summary>
    /// <param name="outputs">The outputs, in order.</param>
    /// <returns>Markdown lines.</returns>
    public static string Of(IEnumerable<OutputDeclaration> outputs) => MarkdownText.Table(
        ["Output", "Description"],
        outputs.Select(output => (IReadOnlyList<string>)[MarkdownText.Code(output.Name), MarkdownText.Cell(output.Description)]));
}
