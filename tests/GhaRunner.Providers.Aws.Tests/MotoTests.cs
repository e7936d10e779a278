using System.Text;
using System.Text.Json.Nodes;
using GhaRunner.Abstractions;
using GhaRunner.Conformance;
using GhaRunner.Conformance.RealParts;
using GhaRunner.Providers.Aws.Api;
using GhaRunner.Providers.Aws.Tests.Fixtures;

namespace GhaRunner.Providers.Aws.Tests;

/// <summary>The provider against a server that is not ours, looked at by a client that is not ours.</summary>
public sealed class MotoTests(Moto moto) : IClassFixture<Moto>
{
    private const string ImageParameter = "ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

    private readonly Notes notes = new();

    [MotoFact]
    public async Task CreateAsync_ThreeMachines_AreAsAskedForAndLeaveNothing()
    {
        await moto.ReadyAsync();
        const string region = "eu-west-1";
        var group = await moto.AwsAsync(region, "ec2", "describe-security-groups", "--filters", "Name=group-name,Values=default");
        var options = new AwsMachineOptions
        {
            InstanceType = ["m5.large"],
            Image = ImageParameter,
            SecurityGroup = [Text(group["SecurityGroups"]![0]!["GroupId"])],
            RootVolumeSizeGb = 20,
            PublicIp = true,
            Tags = ["team=ci", "cost=a=b"],
        };
        using var provider = Connect(options, notes, "", region);
        var candidate = (await provider.ListCandidatesAsync(default))[0];
        var userData = HarmlessProgram.StaysAlive.Render(BootstrapFormat.CloudConfig);

        var machines = await Task.WhenAll(Enumerable.Range(1, 3).Select(index =>
            provider.CreateAsync(new MachineRequest(Ownerships.New(index), candidate, userData), default)));

        machines.Select(machine => machine.Id).Should().OnlyHaveUniqueItems().And.OnlyContain(id => id.StartsWith("eu-west-1/i-", StringComparison.Ordinal));
        foreach (var machine in machines)
            await ShouldBeAsAskedForAsync(region, machine, options, userData);

        (await provider.ListOwnedAsync(new OwnershipFilter { RunId = 4711 }, default)).Select(machine => machine.Id).Should().BeEquivalentTo(machines.Select(machine => machine.Id));
        foreach (var machine in machines)
            await provider.DeleteAsync(machine.Id, default);
        foreach (var machine in machines)
            (await provider.GetAsync(machine.Id, default))!.State.Should().Be(MachineState.Deleted);
        (await AliveAsync(region)).Should().BeEmpty();
        (await moto.AwsAsync(region, "ec2", "describe-volumes"))["Volumes"]!.AsArray().Should().BeEmpty();
        (await moto.AwsAsync(region, "ec2", "describe-network-interfaces"))["NetworkInterfaces"]!.AsArray().Should().BeEmpty();
    }

    [MotoFact]
    public async Task CreateAsync_Twice_GivesAMachineThatReadsBackTheSame()
    {
        await moto.ReadyAsync();
        using var provider = Connect(new AwsMachineOptions { InstanceType = ["t3.micro"], Image = ImageParameter }, notes, "", "us-west-2");
        var request = await Scene.RequestAsync(provider);

        var created = await provider.CreateAsync(request, default);

        var read = (await provider.GetAsync(created.Id, default))!;
        read.State.Should().Be(MachineState.Running);
        read.Ownership.Should().Be(request.Ownership);
        read.CreatedAt.Should().BeCloseTo(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
        read.Candidate.Should().BeEquivalentTo(request.Candidate with { Properties = new Dictionary<string, string>() });
        await provider.DeleteAsync(created.Id, default);
        (await provider.GetAsync(created.Id, default))!.EndedAt.Should().BeCloseTo(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
    }

    [MotoFact]
    public async Task GetAsync_AbsentOrForeign_IsNullAndNotDeleted()
    {
        await moto.ReadyAsync();
        const string region = "eu-central-1";
        using var provider = Connect(new AwsMachineOptions { InstanceType = ["t3.micro"], Image = ImageParameter }, notes, "", region);
        var image = (await provider.ListCandidatesAsync(default))[0].Properties["image"];
        var foreign = Text((await moto.AwsAsync(region, "ec2", "run-instances", "--image-id", image, "--instance-type", "t3.micro"))["Instances"]![0]!["InstanceId"]);

        foreach (var id in new[] { $"{region}/i-0123456789abcdef0", "i-0123456789abcdef0", $"{region}/{foreign}", foreign, "gha-1-1-abc-1", "" })
        {
            (await provider.GetAsync(id, default)).Should().BeNull("of {0}", id);
            await provider.DeleteAsync(id, default);
        }

        (await AliveAsync(region)).Should().BeEquivalentTo([foreign]);
    }

    [MotoFact]
    public async Task ListCandidatesAsync_ParameterOfTheUsers_IsRead()
    {
        await moto.ReadyAsync();
        const string region = "us-east-2";
        using var other = Connect(new AwsMachineOptions { InstanceType = ["t3.micro"], Image = ImageParameter }, notes, "", region);
        var image = (await other.ListCandidatesAsync(default))[0].Properties["image"];
        await moto.AwsAsync(region, "ssm", "put-parameter", "--name", "/runners/image", "--type", "String", "--value", image);
        using var provider = Connect(new AwsMachineOptions { InstanceType = ["t3.micro"], Image = "ssm:/runners/image" }, notes, "", region);

        var candidates = await provider.ListCandidatesAsync(default);

        candidates.Should().HaveCountGreaterThan(1).And.OnlyContain(candidate => candidate.Properties["image"] == image);
        candidates.Select(candidate => candidate.Zone).Should().BeInAscendingOrder();
    }

    [MotoFact]
    public async Task ListOwnedAsync_RoleTaken_MasksItsCredentials()
    {
        await moto.ReadyAsync();
        using var provider = Connect(new AwsMachineOptions(), notes, Scene.Role);

        (await provider.ListOwnedAsync(OwnershipFilter.All, default)).Should().NotBeNull();

        notes.Masked.Should().HaveCount(3).And.OnlyContain(secret => secret.Length > 15);
    }

    private AwsProvider Connect(AwsMachineOptions options, Notes notes, string role = "", params string[] regions) => new(
        new AwsConnectionOptions { Region = regions.Length > 0 ? regions : [Scene.Region], RoleToAssume = role },
        options, new SignedByNobody(), notes, TimeProvider.System, notes, new AwsEndpoint(moto.Url), role.Length > 0 ? null : FixedCredentials.Random());

    private async Task ShouldBeAsAskedForAsync(string region, Machine machine, AwsMachineOptions options, Bootstrap bootstrap)
    {
        var id = Scene.InstanceOf(machine);
        var instance = (await moto.AwsAsync(region, "ec2", "describe-instances", "--instance-ids", id))["Reservations"]![0]!["Instances"]![0]!;
        var tags = new Dictionary<string, string>(machine.Ownership.ToTags()) { ["Name"] = machine.Ownership.MachineName, ["team"] = "ci", ["cost"] = "a=b" };
        Tags(instance["Tags"]).Should().BeEquivalentTo(tags);
        Text(instance["InstanceType"]).Should().Be("m5.large");
        Text(instance["MetadataOptions"]!["HttpTokens"]).Should().Be("required");
        instance["MetadataOptions"]!["HttpPutResponseHopLimit"]!.GetValue<int>().Should().Be(1);
        Text(instance["MetadataOptions"]!["HttpEndpoint"]).Should().Be("enabled");
        instance["PublicIpAddress"].Should().NotBeNull();

        Text((await AttributeAsync("instanceInitiatedShutdownBehavior"))["InstanceInitiatedShutdownBehavior"]!["Value"]).Should().Be("terminate");
        var encoded = Text((await AttributeAsync("userData"))["UserData"]!["Value"]);
        Encoding.UTF8.GetString(Convert.FromBase64String(encoded)).Should().Be(bootstrap.UserData);

        var volume = (await moto.AwsAsync(region, "ec2", "describe-volumes", "--filters", $"Name=attachment.instance-id,Values={id}"))["Volumes"]!.AsArray().Should().ContainSingle().Subject!;
        (volume["Encrypted"]!.GetValue<bool>(), Text(volume["VolumeType"]), volume["Size"]!.GetValue<int>()).Should().Be((true, "gp3", 20));
        instance["BlockDeviceMappings"]![0]!["Ebs"]!["DeleteOnTermination"]!.GetValue<bool>().Should().BeTrue();
        Text(volume["Attachments"]![0]!["Device"]).Should().Be(Text(instance["RootDeviceName"]));
        Tags(volume["Tags"]).Should().BeEquivalentTo(tags);

        var card = (await moto.AwsAsync(region, "ec2", "describe-network-interfaces", "--filters", $"Name=attachment.instance-id,Values={id}"))["NetworkInterfaces"]!.AsArray().Should().ContainSingle().Subject!;
        Text(card["Groups"]![0]!["GroupId"]).Should().Be(options.SecurityGroup[0]);
        card["Attachment"]!["DeleteOnTermination"]!.GetValue<bool>().Should().BeTrue();

        Task<JsonNode> AttributeAsync(string name) => moto.AwsAsync(region, "ec2", "describe-instance-attribute", "--instance-id", id, "--attribute", name);
    }

    private async Task<IReadOnlyList<string>> AliveAsync(string region)
    {
        var answer = await moto.AwsAsync(region, "ec2", "describe-instances", "--filters", "Name=instance-state-name,Values=pending,running,stopping,stopped,shutting-down");
        return [.. answer["Reservations"]!.AsArray().SelectMany(reservation => reservation!["Instances"]!.AsArray()).Select(instance => Text(instance!["InstanceId"]))];
    }

    private static Dictionary<string, string> Tags(JsonNode? tags) => tags!.AsArray().ToDictionary(tag => Text(tag!["Key"]), tag => Text(tag!["Value"]));

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
