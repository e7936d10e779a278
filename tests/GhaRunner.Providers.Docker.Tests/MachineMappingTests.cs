using GhaRunner.Abstractions;
using GhaRunner.Providers.Docker.Containers;
using GhaRunner.Providers.Docker.Engine;

namespace GhaRunner.Providers.Docker.Tests;

public sealed class MachineMappingTests
{
    private static readonly Ownership ownership = new()
    {
        Repository = "octo-org/hello",
        RunId = 1,
        RunAttempt = 1,
        Job = "start",
        Start = "abcd1234",
        Index = 1,
        Scope = "octo-org/hello",
        ExpiresAt = DateTimeOffset.UnixEpoch,
    };

    [Theory]
    [InlineData("created", MachineState.Pending)]
    [InlineData("running", MachineState.Running)]
    [InlineData("paused", MachineState.Running)]
    [InlineData("restarting", MachineState.Running)]
    [InlineData("removing", MachineState.Deleting)]
    [InlineData("exited", MachineState.Ended)]
    [InlineData("dead", MachineState.Ended)]
    [InlineData("new-in-docker-99", MachineState.Running)]
    public void ToMachine_Status_IsMapped(string status, MachineState expected)
    {
        MachineMapping.ToMachine(Container(new ContainerState(status, 0, false)))!.State.Should().Be(expected);
        MachineMapping.ToMachine(new ContainerSummary("id", "image", status, "text", 0) { Labels = ownership.ToTags() })!.State.Should().Be(expected);
    }

    [Fact]
    public void ToMachine_Ended_TellsWhatTheEngineKnows()
    {
        Reason(new ContainerState("exited", 7, false)).Should().Be("exit code 7");
        Reason(new ContainerState("exited", 137, true)).Should().Be("exit code 137; out of memory (the limit of input 'memory', or the engine's machine)");
        Reason(new ContainerState("exited", 137, false)).Should().Be("exit code 137; killed, for want of memory perhaps (input 'memory')");
        Reason(new ContainerState("dead", 128, false) { Error = "OCI runtime error" }).Should().Be("dead, exit code 128; OCI runtime error");
    }

    [Theory]
    [InlineData("exited", "Exited (1) 1 second ago", "exit code 1")]
    [InlineData("exited", "Exited (0) Less than a second ago", "exit code 0")]
    [InlineData("exited", "Exited (137) 2 minutes ago", "exit code 137; killed, for want of memory perhaps (input 'memory')")]
    [InlineData("exited", "Exited (99999999999) 2 minutes ago", "Exited (99999999999) 2 minutes ago")]
    [InlineData("running", "Up 2 minutes", "Up 2 minutes")]
    [InlineData("dead", "Dead", "Dead")]
    public void ToMachine_TextOfTheList_TellsTheExitCode(string state, string status, string expected) =>
        MachineMapping.ToMachine(new ContainerSummary("id", "image", state, status, 0) { Labels = ownership.ToTags() })!.StateReason.Should().Be(expected);

    [Fact]
    public void ToMachine_LabelsOfSomebodyElse_IsNoMachine()
    {
        var container = Container(new ContainerState("running", 0, false));

        MachineMapping.ToMachine(container with { Config = new ContainerConfig("image") }).Should().BeNull();
        MachineMapping.ToMachine(container with { Config = new ContainerConfig("image") { Labels = new Dictionary<string, string> { ["gha-runner"] = "v1" } } })
            .Should().BeNull();
    }

    private static string Reason(ContainerState state) => MachineMapping.ToMachine(Container(state))!.StateReason;

    private static ContainerDetails Container(ContainerState state) =>
        new("id", "/name", DateTimeOffset.UnixEpoch, state, new ContainerConfig("image") { Labels = ownership.ToTags() });
}
