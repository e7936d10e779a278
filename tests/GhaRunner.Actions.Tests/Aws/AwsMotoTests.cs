using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GhaRunner.Actions.Tests.Support;
using GhaRunner.Conformance.RealParts;
using GhaRunner.Simulator.Aws.Booting;

namespace GhaRunner.Actions.Tests.Aws;

/// <summary>
/// The program against an EC2 that is not ours, looked into with AWS's own command line: what it reads back is booted, so
/// that the runners come online.
/// </summary>
public sealed class AwsMotoTests(Moto moto) : IClassFixture<Moto>
{
    private const string Region = "us-west-1";
    private const string Image = "ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

    [MotoFact]
    public async Task StartStop_ThreeInstances_AreAsTheyShouldBeAndLeaveNothing()
    {
        await moto.ReadyAsync();
        await using var world = await World.CreateAsync();
        var place = Directory.CreateTempSubdirectory("gha-moto-");
        var booted = new Dictionary<string, IBootedInstance>();
        using var start = ProgramRun.Begin(["start", "aws"], Environment(world, ("count", "3"), ("instance-type", "m5.large"), ("image", Image), ("tags", "team=ci")));
        try
        {
            var host = new ProcessInstanceHost(place.FullName);
            await start.UntilAsync("three instances", () => start.Text.Split(" created (").Length == 4);
            foreach (var instance in await InstancesAsync())
            {
                var userData = await UserDataAsync(Id(instance));
                await ShouldBeSoundAsync(userData, place);
                booted[Id(instance)] = await host.BootAsync(Id(instance), userData, _ => { }, CancellationToken.None);
            }

            await start.EndAsync();
            start.ExitCode.Should().Be(0, start.VisibleText);
            var instances = await InstancesAsync();
            JsonNode.Parse(start.Outputs["mapping"])!.AsObject().Select(pair => pair.Key).Should().BeEquivalentTo(instances.Select(instance => $"{Region}/{Id(instance)}"));
            instances.Should().HaveCount(3);
            var labels = JsonSerializer.Deserialize<string[]>(start.Outputs["instances"])!;
            foreach (var instance in instances)
                await ShouldBeAsAskedForAsync(instance, labels);

            using var stop = await ProgramRun.RunAsync(["stop", "aws"], Environment(world, ("mapping", start.Outputs["mapping"])));

            stop.ExitCode.Should().Be(0, stop.VisibleText);
            (await InstancesAsync()).Should().BeEmpty();
            (await moto.AwsAsync(Region, "ec2", "describe-volumes"))["Volumes"]!.AsArray().Should().BeEmpty();
            (await moto.AwsAsync(Region, "ec2", "describe-network-interfaces"))["NetworkInterfaces"]!.AsArray().Should().BeEmpty();
            world.Simulator.GitHub.Runners.Should().BeEmpty();
        }
        finally
        {
            foreach (var machine in booted.Values)
                await machine.DisposeAsync();
            place.Delete(recursive: true);
        }
    }

    private Dictionary<string, string> Environment(World world, params (string Input, string Value)[] inputs)
    {
        var environment = world.Environment([("directory", null!), ("region", Region), .. inputs]);
        environment["AWS_ENDPOINT_URL"] = moto.Url;
        environment["AWS_EC2_METADATA_DISABLED"] = "true";
        environment["AWS_ACCESS_KEY_ID"] = Guid.NewGuid().ToString("N")[..16];
        environment["AWS_SECRET_ACCESS_KEY"] = Guid.NewGuid().ToString("N");
        return environment;
    }

    private async Task<IReadOnlyList<JsonNode>> InstancesAsync()
    {
        var answer = await moto.AwsAsync(Region, "ec2", "describe-instances", "--filters", "Name=instance-state-name,Values=pending,running,stopping,stopped,shutting-down");
        return [.. answer["Reservations"]!.AsArray().SelectMany(reservation => reservation!["Instances"]!.AsArray()).Select(instance => instance!)];
    }

    private async Task ShouldBeAsAskedForAsync(JsonNode instance, string[] labels)
    {
        var tags = instance["Tags"]!.AsArray().ToDictionary(tag => Text(tag!["Key"]), tag => Text(tag!["Value"]));
        labels.Should().Contain(tags["gha-runner-name"]);
        tags.Should().Contain("gha-runner", "v1").And.Contain("gha-runner-repository", World.Repository).And.Contain("gha-runner-run-id", World.RunId.ToString())
            .And.Contain("team", "ci").And.Contain("Name", tags["gha-runner-name"]).And.ContainKey("gha-runner-expires-at");
        Text(instance["MetadataOptions"]!["HttpTokens"]).Should().Be("required");
        instance["MetadataOptions"]!["HttpPutResponseHopLimit"]!.GetValue<int>().Should().Be(1);
        Text((await AttributeAsync(Id(instance), "instanceInitiatedShutdownBehavior"))["InstanceInitiatedShutdownBehavior"]!["Value"]).Should().Be("terminate");
        var volume = (await moto.AwsAsync(Region, "ec2", "describe-volumes", "--filters", $"Name=attachment.instance-id,Values={Id(instance)}"))["Volumes"]![0]!;
        (volume["Encrypted"]!.GetValue<bool>(), Text(volume["VolumeType"])).Should().Be((true, "gp3"));
        volume["Tags"]!.AsArray().ToDictionary(tag => Text(tag!["Key"]), tag => Text(tag!["Value"])).Should().BeEquivalentTo(tags);
        // moto neither tags the interfaces of a launch nor makes spot requests of one: the simulator's tests read those tags back.
        instance["BlockDeviceMappings"]![0]!["Ebs"]!["DeleteOnTermination"]!.GetValue<bool>().Should().BeTrue();
    }

    private async Task<string> UserDataAsync(string id) =>
        Encoding.UTF8.GetString(Convert.FromBase64String(Text((await AttributeAsync(id, "userData"))["UserData"]!["Value"])));

    private Task<JsonNode> AttributeAsync(string id, string attribute) =>
        moto.AwsAsync(Region, "ec2", "describe-instance-attribute", "--instance-id", id, "--attribute", attribute);

    /// <summary>cloud-init takes the document, and bash the script in it.</summary>
    private static async Task ShouldBeSoundAsync(string userData, DirectoryInfo place)
    {
        var document = Path.Combine(place.FullName, $"{Guid.NewGuid():n}.yml");
        await File.WriteAllTextAsync(document, userData);
        (await Command.OutputAsync("cloud-init", "schema", "--config-file", document)).Should().Contain("Valid");
        var script = Path.Combine(place.FullName, $"{Guid.NewGuid():n}.sh");
        await Command.OutputAsync("bash", "-c", $"set -o pipefail; grep -A3 'path: /opt/gha-runner/bootstrap.sh' '{document}' | sed -n 's/ *content: //p' | base64 -d | gzip -d >'{script}' && bash -n '{script}' && grep -q '^#!/bin/bash' '{script}'");
        File.Delete(document);
        File.Delete(script);
    }

    private static string Id(JsonNode instance) => Text(instance["InstanceId"]);

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
