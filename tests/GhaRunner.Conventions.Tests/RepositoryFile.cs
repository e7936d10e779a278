namespace GhaRunner.Conventions.Tests;

/// <summary>A file of the checkout: what every rule takes, and what its own tests make up.</summary>
internal sealed class RepositoryFile(string path, Lazy<string> text)
{
    public RepositoryFile(string path, string text)
        : this(path, new Lazy<string>(text))
    {
    }

    /// <summary>Relative to the root, with <c>/</c> between the parts.</summary>
    public string Path { get; } = path;

    public string Text => text.Value;

    public IEnumerable<(int Number, string Text)> Lines => Text.Split('\n').Select((line, index) => (index + 1, line.TrimEnd('\r')));

    public override string ToString() => Path;
}
