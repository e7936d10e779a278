using GhaRunner.Abstractions;
using GhaRunner.Actions.Inputs;

namespace GhaRunner.Actions.Tests.Inputs;

public sealed class InputValuesTests
{
    private static readonly InputAttribute host = new("docker-host", "A host.") { EnvironmentVariable = "DOCKER_HOST" };
    private readonly Dictionary<string, string> environment = [];
    private readonly Dictionary<string, string> options = [];

    [Fact]
    public void Of_EachSource_WinsOverTheNext()
    {
        Value().Should().BeEmpty();
        environment["DOCKER_HOST"] = "fallback";
        Value().Should().Be("fallback");
        environment["INPUT_DOCKER_HOST"] = "underscores";
        Value().Should().Be("underscores");
        environment["INPUT_DOCKER-HOST"] = "hyphens";
        Value().Should().Be("hyphens");
        options["docker-host"] = "option";
        Value().Should().Be("option");
    }

    [Fact]
    public void Of_BlankSource_IsUnset()
    {
        options["docker-host"] = " \n";
        environment["INPUT_DOCKER-HOST"] = "";
        environment["DOCKER_HOST"] = " trimmed\n";
        Value().Should().Be("trimmed");
    }

    [Fact]
    public void Unknown_Names_AreSaidOnceWithTheNearest()
    {
        environment["INPUT_DOKER-HOST"] = "x";
        environment["INPUT_DOCKER_HOST"] = "x";
        environment["INPUT_ARGS"] = "";
        environment["INPUT_ENTRYPOINT"] = "";
        environment["INPUTS"] = "x";
        new InputValues(new ProcessEnvironment(environment), options).Unknown(["docker-host", "labels"])
            .Should().Equal(new InputProblem("doker-host", "is not an input of this action: did you mean 'docker-host'?"));
    }

    [Theory]
    [InlineData("lables", ": did you mean 'labels'?")]
    [InlineData("label", ": did you mean 'labels'?")]
    [InlineData("dockerhost", ": did you mean 'docker-host'?")]
    [InlineData("x", "; it takes docker-host, labels.")]
    [InlineData("", "; it takes docker-host, labels.")]
    public void Hint_Name_IsTheNearestOrAll(string name, string hint) => NearestName.Hint(name, ["labels", "docker-host"]).Should().Be(hint);

    private string Value() => new InputValues(new ProcessEnvironment(environment), options).Of(host);
}
