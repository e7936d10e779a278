using System.Text;

namespace GhaRunner.Conventions.Tests.Rules;

/// <summary>Just enough of C#'s lexical grammar to tell code, string literals and comments apart.</summary>
internal sealed class CSharpText
{
    private readonly string text;
    private readonly StringBuilder code = new();
    private readonly List<string> literals = [];
    private int position;

    private CSharpText(string text) => this.text = text;

    /// <summary>The code alone: comments are left out, and every literal is written as <c>""</c>.</summary>
    public string Code => code.ToString();

    /// <summary>The content of the string literals, as written between the quotes.</summary>
    public IReadOnlyList<string> Literals => literals;

    public static CSharpText Read(string text)
    {
        var reader = new CSharpText(text);
        while (reader.position < text.Length)
            reader.Next();
        return reader;
    }

    private void Next()
    {
        if (At("//"))
            SkipTo("\n", keepEnd: true);
        else if (At("/*"))
            SkipTo("*/", keepEnd: false);
        else if (At("\"\"\""))
            Raw();
        else if (text[position] == '"')
            Quoted(verbatim: position > 0 && (text[position - 1] == '@' || (position > 1 && text[position - 1] == '$' && text[position - 2] == '@')));
        else if (text[position] == '\'')
            Character();
        else
            code.Append(text[position++]);
    }

    private bool At(string token) => string.CompareOrdinal(text, position, token, 0, token.Length) == 0;

    private void SkipTo(string end, bool keepEnd)
    {
        var found = text.IndexOf(end, position, StringComparison.Ordinal);
        position = found < 0 ? text.Length : keepEnd ? found : found + end.Length;
    }

    private void Raw()
    {
        var quotes = text.AsSpan(position).IndexOfAnyExcept('"');
        quotes = quotes < 0 ? text.Length - position : quotes;
        var end = text.IndexOf(new string('"', quotes), position + quotes, StringComparison.Ordinal);
        end = end < 0 ? text.Length : end;
        Literal(position + quotes, end, Math.Min(text.Length, end + quotes));
    }

    private void Quoted(bool verbatim)
    {
        var end = position + 1;
        while (end < text.Length && (text[end] != '"' || (verbatim && end + 1 < text.Length && text[end + 1] == '"')))
            end += (text[end] == '\\' && !verbatim) || (text[end] == '"' && verbatim) ? 2 : 1;
        end = Math.Min(end, text.Length);
        Literal(position + 1, end, Math.Min(text.Length, end + 1));
    }

    private void Character()
    {
        var end = position + 1;
        while (end < text.Length && text[end] != '\'')
            end += text[end] == '\\' ? 2 : 1;
        code.Append("' '");
        position = Math.Min(text.Length, end + 1);
    }

    private void Literal(int start, int end, int after)
    {
        literals.Add(text[start..end]);
        code.Append("\"\"");
        position = after;
    }
}
