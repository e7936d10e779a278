using System.Xml.Linq;

namespace GhaRunner.Conventions.Tests;

/// <summary>What a project file references.</summary>
internal sealed record ProjectFile(string Path, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages)
{
    /// <summary>The project's name: its file's.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Whether it is product code; test projects may reference what they test.</summary>
    public bool IsProduct => Path.StartsWith("src/", StringComparison.Ordinal);

    public bool IsProvider => IsProduct && Name.StartsWith(ProviderPrefix, StringComparison.Ordinal);

    public const string ProviderPrefix = "GhaRunner.Providers.";

    public static ProjectFile Parse(string path, string text)
    {
        var project = XDocument.Parse(text);
        return new ProjectFile(path, [.. Includes("ProjectReference").Select(System.IO.Path.GetFileNameWithoutExtension)!], [.. Includes("PackageReference")]);

        IEnumerable<string> Includes(string item) => project.Descendants(item)
            .Select(element => (string?)element.Attribute("Include"))
            .OfType<string>()
            .SelectMany(include => include.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(include => include.Replace('\\', '/'));
    }
}
