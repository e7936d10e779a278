using GhaRunner.Conventions.Tests.Rules;

namespace GhaRunner.Conventions.Tests;

public sealed class BuildTests
{
    private static readonly HashSet<string> Paths = [.. Repository.Files.Select(file => file.Path)];
    private static readonly ProjectFile Project = ProjectFile.Parse("src/A/A.csproj", "<Project />");

    private static IEnumerable<ProjectFile> SolutionProjects =>
        Repository.Projects.Where(project => project.Path.StartsWith("src/", StringComparison.Ordinal) || project.Path.StartsWith("tests/", StringComparison.Ordinal));

    [Fact]
    public void Solution_HoldsEveryProject() =>
        Convention.Holds(SolutionProjects.SelectMany(project => BuildRules.SolutionHolds(project, Repository.File("GhaRunner.Actions.sln").Text)));

    [Fact]
    public void Projects_HaveLockFiles() => Convention.Holds(SolutionProjects.SelectMany(project => BuildRules.IsLocked(project, Paths)));

    [Fact]
    public void PackageVersions_StandInOneFile() =>
        Convention.Holds(((string[])[".csproj", ".props", ".targets"]).SelectMany(extension => Repository.Under("", extension)).SelectMany(BuildRules.VersionsAreCentral));

    [Fact]
    public void FluentAssertions_StaysBelow8() => Convention.Holds(BuildRules.LicencesStayFree(Repository.File("Directory.Packages.props")));

    [Fact]
    public void SolutionHolds_ProjectAbsent_SaysTheCommand() =>
        BuildRules.SolutionHolds(Project, @"""src\B\A.csproj""").Should().ContainSingle().Which.Should().Contain("dotnet sln add src/A/A.csproj");

    [Fact]
    public void SolutionHolds_ProjectPresent_IsFine() => BuildRules.SolutionHolds(Project, @"""A"", ""src\A\A.csproj""").Should().BeEmpty();

    [Fact]
    public void IsLocked_NoLockFile_NamesIt() =>
        BuildRules.IsLocked(Project, new HashSet<string> { "src/A/A.csproj" }).Should().ContainSingle().Which.Should().StartWith("src/A/packages.lock.json:");

    [Fact]
    public void IsLocked_LockFile_IsFine() => BuildRules.IsLocked(Project, new HashSet<string> { "src/A/packages.lock.json" }).Should().BeEmpty();

    [Theory]
    [InlineData("<PackageReference Include=\"P\" Version=\"1\" />")]
    [InlineData("<PackageReference Include=\"P\"><Version>1</Version></PackageReference>")]
    [InlineData("<PackageReference Include=\"P\" VersionOverride=\"1\" />")]
    [InlineData("<PackageVersion Include=\"P\" Version=\"1\" />")]
    public void VersionsAreCentral_VersionElsewhere_NamesTheFile(string item) =>
        BuildRules.VersionsAreCentral(new RepositoryFile("src/A/A.csproj", $"<Project><ItemGroup>{item}</ItemGroup></Project>"))
            .Should().ContainSingle().Which.Should().StartWith("src/A/A.csproj:");

    [Theory]
    [InlineData("src/A/A.csproj", "<PackageReference Include=\"P\" />")]
    [InlineData("Directory.Packages.props", "<PackageVersion Include=\"P\" Version=\"1\" />")]
    public void VersionsAreCentral_NoVersionOrTheOneFile_IsFine(string path, string item) =>
        BuildRules.VersionsAreCentral(new RepositoryFile(path, $"<Project><ItemGroup>{item}</ItemGroup></Project>")).Should().BeEmpty();

    [Theory]
    [InlineData("6.12.2", 0)]
    [InlineData("7.2.0", 0)]
    [InlineData("8.0.0", 1)]
    [InlineData("[10.1.0]", 1)]
    public void LicencesStayFree_FromVersion8_Complains(string version, int violations) =>
        BuildRules.LicencesStayFree(new RepositoryFile("Directory.Packages.props", $"<PackageVersion Include=\"FluentAssertions\" Version=\"{version}\" />"))
            .Should().HaveCount(violations);
}
