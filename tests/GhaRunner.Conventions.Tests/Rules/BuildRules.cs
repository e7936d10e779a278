using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace GhaRunner.Conventions.Tests.Rules;

/// <summary>One solution, one list of package versions, one lock file a project.</summary>
internal static partial class BuildRules
{
    private const string VersionsFile = "Directory.Packages.props";

    /// <summary>Every project is built and tested by the solution.</summary>
    public static IEnumerable<string> SolutionHolds(ProjectFile project, string solution) =>
        solution.Replace('\\', '/').Contains($"\"{project.Path}\"", StringComparison.Ordinal)
            ? []
            : [$"GhaRunner.Actions.sln: lacks {project.Path}; run 'dotnet sln add {project.Path}'."];

    /// <summary>Every project restores the same packages tomorrow.</summary>
    public static IEnumerable<string> IsLocked(ProjectFile project, IReadOnlySet<string> paths)
    {
        var lockFile = $"{Path.GetDirectoryName(project.Path)!.Replace('\\', '/')}/packages.lock.json";
        return paths.Contains(lockFile) ? [] : [$"{lockFile}: is missing; run 'dotnet restore {project.Path}' and commit it."];
    }

    /// <summary>Versions stand in one file.</summary>
    public static IEnumerable<string> VersionsAreCentral(RepositoryFile file)
    {
        if (file.Path == VersionsFile)
            return [];
        var elements = XDocument.Parse(file.Text).Descendants().ToList();
        return elements
            .Where(element => element.Name.LocalName == "PackageVersion"
                || (element.Name.LocalName is "PackageReference" or "GlobalPackageReference"
                    && (((string[])["Version", "VersionOverride"]).Any(name => element.Attribute(name) is not null || element.Element(name) is not null))))
            .Select(element => $"{file.Path}: gives a version of {(string?)element.Attribute("Include")}; versions go to {VersionsFile} alone.");
    }

    /// <summary>FluentAssertions from version 8 on is not free for everybody who may want to build this.</summary>
    public static IEnumerable<string> LicencesStayFree(RepositoryFile versions) =>
        FluentAssertions().Match(versions.Text) is { Success: true } match && int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) >= 8
            ? [$"{versions.Path}: FluentAssertions {match.Groups[1].Value} has another licence; stay below 8."]
            : [];

    [GeneratedRegex("""Include="FluentAssertions"\s+Version="\[?(\d+)""")]
    private static partial Regex FluentAssertions();
}
