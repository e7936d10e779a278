using Amazon.EC2.Model;
using GhaRunner.Simulator.Aws;
using GhaRunner.Simulator.Tests.Aws.Support;
using GhaRunner.Simulator.Tests.Support;

namespace GhaRunner.Simulator.Tests.Aws;

public sealed class BootingTests
{
    [Fact]
    public async Task Boot_Running_HasItsUserDataAndEndsWhenItPowersOff()
    {
        var host = new FakeInstanceHost();
        await using var scene = await AwsScene.StartAsync(new AwsOptions { InstanceHost = host, BootDelay = TimeSpan.FromSeconds(10) });
        var id = (await scene.LaunchAsync(Request(scene))).InstanceId;
        host.Machines.Should().BeEmpty("the instance is pending");

        scene.Clock.Advance(TimeSpan.FromSeconds(10));

        await Eventually.TrueAsync(() => host.Machines.ContainsKey(id), "the machine boots although nobody asks for the instance");
        host.Machines[id].UserData.Should().Be("#!/bin/sh\npoweroff\n");
        host.Machines[id].PowerOff();
        await Eventually.TrueAsync(() => scene.Aws.Instances[0].State == "terminated", "the instance ends with its guest");
        scene.Aws.Instances[0].StateReason.Should().Be("Client.InstanceInitiatedShutdown");
        scene.Aws.Instances[0].Console.Should().Be("booting\npowering off\n");
        host.Machines[id].PlugPulled.Should().BeTrue("the machine is disposed of before its instance ends");
    }

    [Fact]
    public async Task Boot_NoDelay_BootsByItself()
    {
        var host = new FakeInstanceHost();
        await using var scene = await AwsScene.StartAsync(new AwsOptions { InstanceHost = host });

        var id = (await scene.LaunchAsync(Request(scene))).InstanceId;

        await Eventually.TrueAsync(() => host.Machines.ContainsKey(id), "the machine boots although nobody asks for the instance");
    }

    [Fact]
    public async Task Terminate_Running_PullsThePlug()
    {
        var host = new FakeInstanceHost();
        await using var scene = await AwsScene.StartAsync(new AwsOptions { InstanceHost = host });
        var id = (await scene.LaunchAsync(Request(scene))).InstanceId;
        await Eventually.TrueAsync(() => host.Machines.ContainsKey(id), "the machine boots");

        await scene.TerminateAsync(id);

        await Eventually.TrueAsync(() => host.Machines[id].PlugPulled, "its plug is pulled");
        (await scene.DescribeAsync(id))[0].StateReason.Code.Should().Be("Client.UserInitiatedShutdown");
    }

    [Fact]
    public async Task Terminate_Pending_NeverBoots()
    {
        var host = new FakeInstanceHost();
        var scene = await AwsScene.StartAsync(new AwsOptions { InstanceHost = host, BootDelay = TimeSpan.FromSeconds(10) });
        var id = (await scene.LaunchAsync(Request(scene))).InstanceId;

        await scene.TerminateAsync(id);
        scene.Clock.Advance(TimeSpan.FromSeconds(10));

        (await scene.StateAsync(id)).Should().Be("terminated");
        await scene.DisposeAsync();
        host.Machines.Should().BeEmpty();
    }

    [Fact]
    public async Task Dispose_Running_PullsThePlugs()
    {
        var host = new FakeInstanceHost();
        var scene = await AwsScene.StartAsync(new AwsOptions { InstanceHost = host });
        var id = (await scene.LaunchAsync(Request(scene))).InstanceId;
        await Eventually.TrueAsync(() => host.Machines.ContainsKey(id), "the machine boots");

        await scene.DisposeAsync();

        host.Machines[id].PlugPulled.Should().BeTrue();
    }

    [Fact]
    public async Task Boot_HostThatFails_IsOnTheConsole()
    {
        await using var scene = await AwsScene.StartAsync(new AwsOptions { InstanceHost = new FakeInstanceHost { Failure = new IOException("no shell") } });

        await scene.LaunchAsync(Request(scene));

        await Eventually.TrueAsync(() => scene.Aws.Instances[0].Console == "booting\nKernel panic - not syncing: no shell\n", "the console says why");
        scene.Aws.Instances[0].State.Should().Be("running");
    }

    private static RunInstancesRequest Request(AwsScene scene)
    {
        var request = scene.Request();
        (request.UserData, request.InstanceInitiatedShutdownBehavior) = (AwsScene.Base64("#!/bin/sh\npoweroff\n"), "terminate");
        return request;
    }
}
