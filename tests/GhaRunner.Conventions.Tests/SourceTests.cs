using GhaRunner.Actions.Catalogue;
using GhaRunner.Conventions.Tests.Rules;

namespace GhaRunner.Conventions.Tests;

public sealed class SourceTests
{
    private static readonly string[] Providers =
    [
        .. ProviderCatalogue.All.Select(provider => provider.Name),
        .. Repository.Projects.Where(project => project.IsProvider).Select(project => project.Name[ProjectFile.ProviderPrefix.Length..]),
        "aws", "azure", "docker", "gcp", "kubernetes", "local", "nebius", "runpod", "ssh",
    ];

    [Fact]
    public void Inputs_AreReadByTheActionProgramAlone() => Convention.Holds(Repository.Sources().SelectMany(SourceRules.InputsArriveInOnePlace));

    [Fact]
    public void ActionProgram_TreatsAllProvidersAlike() =>
        Convention.Holds(Repository.Sources("src/GhaRunner.Actions/").SelectMany(file => SourceRules.NoBranchOnAProvider(file, Providers)));

    [Fact]
    public void BannedApis_AreUsedByTheirOwnersAlone() =>
        Convention.Holds(SourceRules.BannedApisHaveOneOwner([.. Repository.Sources(), .. Repository.Under("src/", ".csproj")], Repository.File("BannedSymbols.txt").Text));

    [Fact]
    public void SourceFiles_AreShort() => Convention.Holds(Repository.Sources().SelectMany(SourceRules.FilesAreShort));

    [Fact]
    public void SourceFiles_LeaveNothingToDo() =>
        Convention.Holds(Repository.Sources().Concat(Repository.Under("src/", ".sh")).SelectMany(SourceRules.NothingIsLeftToDo));

    [Fact]
    public void PublicTypes_HaveTheirOwnFile() => Convention.Holds(Repository.Sources().SelectMany(SourceRules.PublicTypesHaveTheirOwnFile));

    [Theory]
    [InlineData("var x = \"INPUT_REGION\";")]
    [InlineData("var x = $\"INPUT_{name}\";")]
    [InlineData("var x = \"\"\"\n  INPUT_REGION\n  \"\"\";")]
    public void InputsArriveInOnePlace_LiteralInACore_NamesTheFile(string code) =>
        SourceRules.InputsArriveInOnePlace(Source("src/GhaRunner.Core/X.cs", code)).Should().ContainSingle().Which.Should().StartWith("src/GhaRunner.Core/X.cs:");

    [Theory]
    [InlineData("src/GhaRunner.Actions/X.cs", "var x = \"INPUT_REGION\";")]
    [InlineData("src/GhaRunner.Core/X.cs", "var x = \"ACTIONS_RUNNER_INPUT_URL\";")]
    [InlineData("src/GhaRunner.Core/X.cs", "// \"INPUT_REGION\" is how it arrives\n/* \"INPUT_X\" */ var c = '\"'; // INPUT_")]
    public void InputsArriveInOnePlace_OwnerOrComment_IsFine(string path, string code) =>
        SourceRules.InputsArriveInOnePlace(Source(path, code)).Should().BeEmpty();

    [Theory]
    [InlineData("if (provider.Name == \"docker\") return;")]
    [InlineData("_ = name is @\"AWS\";")]
    public void NoBranchOnAProvider_Literal_NamesTheFile(string code) =>
        SourceRules.NoBranchOnAProvider(Source("src/GhaRunner.Actions/X.cs", code), Providers).Should().ContainSingle().Which.Should().StartWith("src/GhaRunner.Actions/X.cs:");

    [Fact]
    public void NoBranchOnAProvider_NameWithinASentence_IsFine() =>
        SourceRules.NoBranchOnAProvider(Source("src/GhaRunner.Actions/X.cs", "// \"docker\"\nvar x = \"such as docker\";"), Providers).Should().BeEmpty();

    [Theory]
    [InlineData("src/GhaRunner.Core/X.cs")]
    [InlineData("src/GhaRunner.Core/GhaRunner.Core.csproj")]
    public void BannedApisHaveOneOwner_SuppressionElsewhere_NamesTheFile(string path) =>
        SourceRules.BannedApisHaveOneOwner([Source(path, "#pragma warning disable RS0030")], "T:System.Console;Only GhaRunner.Actions/Workflow/Terminal.cs owns it")
            .Should().ContainSingle().Which.Should().StartWith($"{path}:").And.Contain("src/GhaRunner.Actions/Workflow/Terminal.cs");

    [Fact]
    public void BannedApisHaveOneOwner_SecondFileOfTheSimulator_NamesBoth() =>
        SourceRules.BannedApisHaveOneOwner([Source("src/GhaRunner.Simulator/A.cs", "RS0030"), Source("src/GhaRunner.Simulator/B.cs", "RS0030")], "")
            .Should().ContainSingle().Which.Should().Contain("src/GhaRunner.Simulator/A.cs, src/GhaRunner.Simulator/B.cs");

    [Fact]
    public void BannedApisHaveOneOwner_Owners_AreFine() =>
        SourceRules.BannedApisHaveOneOwner(
            [Source("src/GhaRunner.Actions/Workflow/Terminal.cs", "RS0030"), Source("src/GhaRunner.Simulator/A.cs", "RS0030"), Source("src/GhaRunner.Tooling/A.cs", "RS0030")],
            "T:System.Console;Only GhaRunner.Actions/Workflow/Terminal.cs owns it").Should().BeEmpty();

    [Theory]
    [InlineData(300, 0)]
    [InlineData(301, 1)]
    public void FilesAreShort_LongFile_NamesIt(int lines, int violations) =>
        SourceRules.FilesAreShort(Source("src/X.cs", string.Concat(Enumerable.Repeat("x\n", lines)))).Should().HaveCount(violations);

    [Theory]
    [InlineData("x\n// TODO later")]
    [InlineData("x\n# FIXME")]
    [InlineData("x\nthrow new NotImplementedException();")]
    public void NothingIsLeftToDo_Mark_NamesFileAndLine(string code) =>
        SourceRules.NothingIsLeftToDo(Source("src/X.cs", code)).Should().ContainSingle().Which.Should().StartWith("src/X.cs:2:");

    [Theory]
    [InlineData("public sealed class A;\npublic enum B { }", "2 public types (A, B)")]
    [InlineData("public readonly record struct A(int B);", "name the file A.cs")]
    [InlineData("public static partial class Other { }", "name the file Other.cs")]
    [InlineData("public delegate Task<int> Callback(int x);", "name the file Callback.cs")]
    public void PublicTypesHaveTheirOwnFile_OtherName_NamesTheFile(string code, string message) =>
        SourceRules.PublicTypesHaveTheirOwnFile(Source("src/X.cs", code)).Should().ContainSingle().Which.Should().StartWith("src/X.cs:").And.Contain(message);

    [Theory]
    [InlineData("public sealed class X<T> { public class Nested { } }\ninternal sealed class Y;")]
    [InlineData("// public class Z\ninternal interface IY;")]
    public void PublicTypesHaveTheirOwnFile_OneNamedAlike_IsFine(string code) =>
        SourceRules.PublicTypesHaveTheirOwnFile(Source("src/X.Part.cs", code)).Should().BeEmpty();

    private static RepositoryFile Source(string path, string text) => new(path, text);
}
