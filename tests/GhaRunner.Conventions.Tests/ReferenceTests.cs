using GhaRunner.Conventions.Tests.Rules;

namespace GhaRunner.Conventions.Tests;

public sealed class ReferenceTests
{
    [Fact]
    public void Projects_ReferenceInward() => Convention.Holds(Repository.Projects.SelectMany(ReferenceRules.PointInward));

    [Fact]
    public void Abstractions_ReferenceContractsAlone() => Convention.Holds(Repository.Projects.SelectMany(ReferenceRules.ContractIsLight));

    [Theory]
    [InlineData("GhaRunner.Abstractions", "GhaRunner.Core")]
    [InlineData("GhaRunner.Core", "GhaRunner.Providers.Docker")]
    [InlineData("GhaRunner.Core", "GhaRunner.Actions")]
    [InlineData("GhaRunner.Providers.Docker", "GhaRunner.Core")]
    [InlineData("GhaRunner.Providers.Docker", "GhaRunner.Providers.Local")]
    [InlineData("GhaRunner.Providers.Docker", "GhaRunner.Actions")]
    [InlineData("GhaRunner.Actions", "GhaRunner.Simulator")]
    [InlineData("GhaRunner.Actions", "GhaRunner.Tooling")]
    public void PointInward_ReferenceOutward_NamesTheProject(string from, string to) =>
        ReferenceRules.PointInward(Project(from, $"<ProjectReference Include=\"..\\{to}\\{to}.csproj\" />"))
            .Should().ContainSingle().Which.Should().StartWith($"src/{from}/{from}.csproj:").And.Contain(to);

    [Theory]
    [InlineData("GhaRunner.Core", "GhaRunner.Abstractions")]
    [InlineData("GhaRunner.Providers.Docker", "GhaRunner.Abstractions")]
    [InlineData("GhaRunner.Actions", "GhaRunner.Core")]
    [InlineData("GhaRunner.Actions", "GhaRunner.Providers.*")]
    [InlineData("GhaRunner.Tooling", "GhaRunner.Actions")]
    public void PointInward_ReferenceInward_IsFine(string from, string to) =>
        ReferenceRules.PointInward(Project(from, $"<ProjectReference Include=\"../{to}/{to}.csproj\" />")).Should().BeEmpty();

    [Fact]
    public void PointInward_TestsOfAProvider_MayReferenceIt() =>
        ReferenceRules.PointInward(ProjectFile.Parse("tests/GhaRunner.Providers.X.Tests/GhaRunner.Providers.X.Tests.csproj", "<Project><ProjectReference Include=\"../../src/GhaRunner.Providers.X/GhaRunner.Providers.X.csproj\" /></Project>"))
            .Should().BeEmpty();

    [Theory]
    [InlineData("Polly.Core")]
    [InlineData("Microsoft.Extensions.Hosting")]
    [InlineData("Evil.Microsoft.Extensions.Logging.Abstractions")]
    public void ContractIsLight_OtherPackage_NamesTheProject(string package) =>
        ReferenceRules.ContractIsLight(Project("GhaRunner.Abstractions", $"<PackageReference Include=\"{package}\" />"))
            .Should().ContainSingle().Which.Should().StartWith("src/GhaRunner.Abstractions/").And.Contain(package);

    [Theory]
    [InlineData("GhaRunner.Abstractions", "Microsoft.Extensions.DependencyInjection.Abstractions")]
    [InlineData("GhaRunner.Providers.Docker", "Docker.DotNet")]
    public void ContractIsLight_AllowedPackage_IsFine(string project, string package) =>
        ReferenceRules.ContractIsLight(Project(project, $"<PackageReference Include=\"{package}\" />")).Should().BeEmpty();

    private static ProjectFile Project(string name, string item) =>
        ProjectFile.Parse($"src/{name}/{name}.csproj", $"<Project Sdk=\"Microsoft.NET.Sdk\"><ItemGroup>{item}</ItemGroup></Project>");
}
