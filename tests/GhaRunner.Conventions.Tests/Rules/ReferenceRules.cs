using System.Text.RegularExpressions;

namespace GhaRunner.Conventions.Tests.Rules;

/// <summary>Dependencies point inward: providers → Abstractions; Core → Abstractions; Actions → all of these.</summary>
internal static partial class ReferenceRules
{
    private const string Abstractions = "GhaRunner.Abstractions";
    private const string Core = "GhaRunner.Core";
    private const string Actions = "GhaRunner.Actions";

    /// <summary>A project of <c>src/</c> references no project that it may not know.</summary>
    public static IEnumerable<string> PointInward(ProjectFile project)
    {
        Func<string, bool>? allowed = project.Name switch
        {
            Abstractions => _ => false,
            Core => name => name == Abstractions,
            Actions => name => name is Abstractions or Core || name.StartsWith(ProjectFile.ProviderPrefix, StringComparison.Ordinal),
            _ when project.IsProvider => name => name == Abstractions,
            _ => null,
        };
        return allowed is null ? [] : project.Projects
            .Where(name => !allowed(name))
            .Select(name => $"{project.Path}: must not reference {name}; remove the ProjectReference, and pass what you need through the contract in {Abstractions}.");
    }

    /// <summary>The contract can be implemented without taking a package along that is more than a contract itself.</summary>
    public static IEnumerable<string> ContractIsLight(ProjectFile project) => project.Name != Abstractions ? [] : project.Packages
        .Where(package => !ExtensionsAbstractions().IsMatch(package))
        .Select(package => $"{project.Path}: must not reference {package}; {Abstractions} takes the BCL and Microsoft.Extensions.*.Abstractions alone.");

    [GeneratedRegex(@"\AMicrosoft\.Extensions\.([A-Za-z]+\.)+Abstractions\z")]
    private static partial Regex ExtensionsAbstractions();
}
