using System.Text.RegularExpressions;

namespace GhaRunner.Conventions.Tests.Rules;

/// <summary>What a source file may not contain, and where.</summary>
internal static partial class SourceRules
{
    private const int MaximumLines = 300;
    private static readonly string[] ProgramsWithOneTerminal = ["src/GhaRunner.Simulator/", "src/GhaRunner.Tooling/"];

    /// <summary>How inputs arrive is known by the action program alone (and by what plays the runner: the simulator and the tooling).</summary>
    public static IEnumerable<string> InputsArriveInOnePlace(RepositoryFile file) =>
        file.Path.StartsWith("src/GhaRunner.Actions/", StringComparison.Ordinal) || ProgramsWithOneTerminal.Any(program => file.Path.StartsWith(program, StringComparison.Ordinal))
            ? []
            : CSharpText.Read(file.Text).Literals
                .Where(literal => InputVariable().IsMatch(literal))
                .Select(literal => $"{file.Path}: the literal \"{literal}\" reads an input; declare the input on an options class with [Input] instead.");

    /// <summary>The action program treats all providers alike.</summary>
    public static IEnumerable<string> NoBranchOnAProvider(RepositoryFile file, IReadOnlyCollection<string> providers) =>
        CSharpText.Read(file.Text).Literals
            .Where(literal => providers.Contains(literal, StringComparer.OrdinalIgnoreCase))
            .Select(literal => $"{file.Path}: the literal \"{literal}\" is a provider's name; ask for a capability interface of the contract instead.");

    /// <summary>The banned APIs are used where BannedSymbols.txt says, and in one file of each of the other two programs.</summary>
    public static IEnumerable<string> BannedApisHaveOneOwner(IEnumerable<RepositoryFile> files, string bannedSymbols)
    {
        var owners = OwnerFile().Matches(bannedSymbols).Select(match => $"src/{match.Value}").ToHashSet(StringComparer.Ordinal);
        var suppressing = files.Where(file => !owners.Contains(file.Path) && file.Text.Contains("RS0030", StringComparison.Ordinal)).ToList();
        foreach (var program in ProgramsWithOneTerminal)
        {
            var inProgram = suppressing.Where(file => file.Path.StartsWith(program, StringComparison.Ordinal)).ToList();
            if (inProgram.Count > 1)
                yield return $"{string.Join(", ", inProgram)}: one file of {program} may suppress RS0030; use its members in the others.";
            suppressing.RemoveAll(inProgram.Contains);
        }

        foreach (var file in suppressing)
            yield return $"{file.Path}: suppresses RS0030; inject what BannedSymbols.txt names instead ({string.Join(", ", owners.Order(StringComparer.Ordinal))} may).";
    }

    /// <summary>A file that nobody can read at once is two files.</summary>
    public static IEnumerable<string> FilesAreShort(RepositoryFile file) =>
        file.Text.TrimEnd().Count(character => character == '\n') + 1 is var lines && lines > MaximumLines
            ? [$"{file.Path}: has {lines} lines, more than {MaximumLines}; split it by role."]
            : [];

    /// <summary>What is not done is in an issue, not in the code.</summary>
    public static IEnumerable<string> NothingIsLeftToDo(RepositoryFile file) => file.Lines
        .Where(line => Unfinished().IsMatch(line.Text))
        .Select(line => $"{file.Path}:{line.Number}: '{Unfinished().Match(line.Text).Value}' marks unfinished work; finish it or open an issue and remove the mark.");

    /// <summary>A public type is found by its file's name.</summary>
    public static IEnumerable<string> PublicTypesHaveTheirOwnFile(RepositoryFile file)
    {
        var types = PublicType().Matches(CSharpText.Read(file.Text).Code).Select(match => match.Groups["name"].Value).Distinct().ToList();
        var fileName = Path.GetFileName(file.Path).Split('.')[0];
        if (types.Count > 1)
            yield return $"{file.Path}: holds {types.Count} public types ({string.Join(", ", types)}); give each a file of its own.";
        else if (types is [var type] && type != fileName)
            yield return $"{file.Path}: holds the public type {type}; name the file {type}.cs.";
    }

    /// <summary>Not the runner's own variables, such as ACTIONS_RUNNER_INPUT_URL.</summary>
    [GeneratedRegex(@"(?<!\w)INPUT_")]
    private static partial Regex InputVariable();

    [GeneratedRegex(@"GhaRunner\.[\w./]+\.cs\b")]
    private static partial Regex OwnerFile();

    [GeneratedRegex(@"\b(TODO|FIXME|NotImplementedException)\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"^public\s+((static|sealed|abstract|partial|readonly|ref|unsafe)\s+)*((class|interface|enum|struct|record(\s+(class|struct))?)\s+|delegate\s+[^(]*?\s)(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex PublicType();
}
