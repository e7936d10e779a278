using System.Text;
using Amazon.EC2;
using Amazon.EC2.Model;
using GhaRunner.Simulator.Aws;
using GhaRunner.Simulator.Tests.Aws.Support;

namespace GhaRunner.Simulator.Tests.Aws;

public sealed class InstanceActionTests
{
    private const string Unknown = "i-0123456789abcdef0";

    [Theory]
    [InlineData("tag:run", "7", 1)]
    [InlineData("tag:run", "*", 2)]
    [InlineData("tag:run", "?", 2)]
    [InlineData("tag:other", "7", 0)]
    [InlineData("tag-key", "run", 2)]
    [InlineData("client-token", "first", 1)]
    [InlineData("instance-state-name", "running", 2)]
    [InlineData("instance-state-name", "terminated", 1)]
    [InlineData("instance-lifecycle", "spot", 1)]
    [InlineData("instance-type", "t3.micro", 1)]
    [InlineData("availability-zone", "us-east-1a", 3)]
    [InlineData("image-id", "ami-none", 0)]
    public async Task DescribeInstances_Filter_ChoosesAsTheRealOne(string filter, string value, int count)
    {
        await using var scene = await AwsScene.StartAsync();
        var first = scene.Request("t3.micro");
        (first.ClientToken, first.TagSpecifications) = ("first", [new TagSpecification { ResourceType = "instance", Tags = [new Tag("run", "7")] }]);
        var second = scene.Request();
        (second.InstanceMarketOptions, second.TagSpecifications) = (new InstanceMarketOptionsRequest { MarketType = MarketType.Spot }, [new TagSpecification { ResourceType = "instance", Tags = [new Tag("run", "8")] }]);
        await scene.LaunchAsync(first);
        await scene.LaunchAsync(second);
        await scene.TerminateAsync((await scene.LaunchAsync()).InstanceId);

        var found = await scene.Ec2.DescribeInstancesAsync(new DescribeInstancesRequest { Filters = [new Filter(filter, [value])] });

        (found.Reservations?.SelectMany(reservation => reservation.Instances).Count() ?? 0).Should().Be(count);
    }

    [Fact]
    public async Task DescribeInstances_TwoFiltersOfTwoValues_AreAndOfOr()
    {
        await using var scene = await AwsScene.StartAsync();
        var wanted = scene.Aws.AddInstance(AwsScene.Region, new Dictionary<string, string> { ["run"] = "7", ["attempt"] = "1" });
        scene.Aws.AddInstance(AwsScene.Region, new Dictionary<string, string> { ["run"] = "7" });
        scene.Aws.AddInstance(AwsScene.Region, age: TimeSpan.FromHours(2));
        scene.Aws.Instances[^1].LaunchTime.Hour.Should().Be(8);

        var found = await scene.Ec2.DescribeInstancesAsync(new DescribeInstancesRequest { Filters = [new Filter("tag:run", ["6", "7"]), new Filter("tag:attempt", ["1"])] });

        found.Reservations.Should().ContainSingle().Which.Instances[0].InstanceId.Should().Be(wanted);
        (await Refusals.CodeAsync(() => scene.Ec2.DescribeInstancesAsync(new DescribeInstancesRequest { Filters = [new Filter("colour", ["red"])] }))).Should().Be("InvalidParameterValue");
    }

    [Fact]
    public async Task DescribeInstances_SmallPages_LeadToEachOther()
    {
        await using var scene = await AwsScene.StartAsync(new AwsOptions { PageSize = 2 });
        var ids = Enumerable.Range(0, 5).Select(_ => scene.Aws.AddInstance(AwsScene.Region)).ToList();

        List<int> sizes = [];
        List<string> seen = [];
        await foreach (var page in scene.Ec2.Paginators.DescribeInstances(new DescribeInstancesRequest()).Responses)
        {
            seen.AddRange(page.Reservations.SelectMany(reservation => reservation.Instances).Select(instance => instance.InstanceId));
            sizes.Add(seen.Count);
        }

        sizes.Should().Equal(2, 4, 5);
        seen.Should().Equal(ids);
        (await Refusals.CodeAsync(() => scene.Ec2.DescribeInstancesAsync(new DescribeInstancesRequest { NextToken = "x" }))).Should().Be("InvalidNextToken");
        (await Refusals.CodeAsync(() => scene.Ec2.DescribeInstancesAsync(new DescribeInstancesRequest { MaxResults = 4 }))).Should().Be("InvalidParameterValue");
        (await Refusals.CodeAsync(() => scene.Ec2.DescribeInstancesAsync(new DescribeInstancesRequest { MaxResults = 5, InstanceIds = ids }))).Should().Be("InvalidParameterCombination");
    }

    [Fact]
    public async Task DescribeInstances_OtherRegion_HasItsOwn()
    {
        await using var scene = await AwsScene.StartAsync();
        var id = (await scene.LaunchAsync()).InstanceId;

        var elsewhere = scene.Ec2As(scene.Credentials, "eu-central-1");

        ((await elsewhere.DescribeInstancesAsync(new DescribeInstancesRequest())).Reservations ?? []).Should().BeEmpty();
        (await Refusals.CodeAsync(() => elsewhere.TerminateInstancesAsync(new TerminateInstancesRequest([id])))).Should().Be("InvalidInstanceID.NotFound");
    }

    [Fact]
    public async Task TerminateInstances_OneBadId_FailsAll()
    {
        await using var scene = await AwsScene.StartAsync();
        var good = (await scene.LaunchAsync()).InstanceId;

        var (code, _, message) = await Refusals.RefusalAsync(() => scene.TerminateAsync(good, Unknown));

        (code, message).Should().Be(("InvalidInstanceID.NotFound", $"The instance ID '{Unknown}' does not exist"));
        (await Refusals.CodeAsync(() => scene.TerminateAsync(good, "i-bad"))).Should().Be("InvalidInstanceID.Malformed");
        (await Refusals.RefusalAsync(() => scene.TerminateAsync(Unknown, "i-fedcba98"))).Message.Should().Be($"The instance IDs '{Unknown}, i-fedcba98' do not exist");
        (await scene.StateAsync(good)).Should().Be("running");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TerminateInstances_NotVisibleYet_IsAsTheOptionSays(bool terminates)
    {
        await using var scene = await AwsScene.StartAsync(new AwsOptions { VisibleAfter = TimeSpan.FromSeconds(30), TerminatesUnseen = terminates });
        var id = (await scene.LaunchAsync()).InstanceId;

        if (terminates)
            await scene.TerminateAsync(id);
        else
            (await Refusals.CodeAsync(() => scene.TerminateAsync(id))).Should().Be("InvalidInstanceID.NotFound");

        scene.Aws.Instances[0].State.Should().Be(terminates ? "terminated" : "running");
        scene.Clock.Advance(TimeSpan.FromSeconds(30));
        await scene.TerminateAsync(id);
        scene.Aws.Instances[0].State.Should().Be("terminated");
    }

    [Fact]
    public async Task KeepAttachments_OfAnInstance_OutliveItAndCanBeDeleted()
    {
        await using var scene = await AwsScene.StartAsync();
        var (keeper, other) = ((await scene.LaunchAsync()).InstanceId, (await scene.LaunchAsync()).InstanceId);

        scene.Aws.KeepAttachments(keeper);
        await scene.TerminateAsync(keeper, other);

        var volume = scene.Aws.Volumes.Should().ContainSingle().Subject;
        var card = scene.Aws.NetworkInterfaces.Should().ContainSingle().Subject;
        volume.State.Should().Be("available");
        await scene.Ec2.DeleteVolumeAsync(new DeleteVolumeRequest(volume.VolumeId));
        await scene.Ec2.DeleteNetworkInterfaceAsync(new DeleteNetworkInterfaceRequest { NetworkInterfaceId = card.NetworkInterfaceId });
        scene.Aws.Volumes.Should().BeEmpty();
        scene.Aws.NetworkInterfaces.Should().BeEmpty();
    }

    [Fact]
    public async Task TerminateInstances_Twice_IsFine()
    {
        await using var scene = await AwsScene.StartAsync();
        var id = (await scene.LaunchAsync()).InstanceId;
        await scene.TerminateAsync(id);
        scene.Clock.Advance(TimeSpan.FromMinutes(1));

        var again = await scene.Ec2.TerminateInstancesAsync(new TerminateInstancesRequest([id, id]));

        var change = again.TerminatingInstances.Should().ContainSingle().Which;
        change.PreviousState.Name.Should().Be(InstanceStateName.Terminated);
        change.CurrentState.Name.Should().Be(InstanceStateName.Terminated);
        (await scene.DescribeAsync(id))[0].StateTransitionReason.Should().Be("User initiated (2026-11-25 10:00:00 GMT)");
    }

    [Fact]
    public async Task TerminateInstances_Protected_IsNotPermitted()
    {
        await using var scene = await AwsScene.StartAsync();
        var request = scene.Request();
        request.DisableApiTermination = true;
        var id = (await scene.LaunchAsync(request)).InstanceId;

        (await Refusals.CodeAsync(() => scene.TerminateAsync(id))).Should().Be("OperationNotPermitted");
        (await scene.StateAsync(id)).Should().Be("running");
    }

    [Fact]
    public async Task CreateAndDeleteTags_SeveralResources_ChangeThem()
    {
        await using var scene = await AwsScene.StartAsync();
        var id = (await scene.LaunchAsync()).InstanceId;
        var volume = scene.Aws.Volumes[0].VolumeId;
        var card = scene.Aws.NetworkInterfaces[0].NetworkInterfaceId;

        await scene.Ec2.CreateTagsAsync(new CreateTagsRequest([id, volume, card], [new Tag("a", "1"), new Tag("b", "2")]));
        await scene.Ec2.CreateTagsAsync(new CreateTagsRequest([id], [new Tag("a", "3")]));
        await scene.Ec2.DeleteTagsAsync(new DeleteTagsRequest { Resources = [id, volume], Tags = [new Tag { Key = "b" }, new Tag("a", "9")] });

        scene.Aws.Instances[0].Tags.Should().Equal(new Dictionary<string, string> { ["a"] = "3" });
        scene.Aws.Volumes[0].Tags.Should().Equal(new Dictionary<string, string> { ["a"] = "1" });
        scene.Aws.NetworkInterfaces[0].Tags.Should().HaveCount(2);
        (await Refusals.CodeAsync(() => scene.Ec2.CreateTagsAsync(new CreateTagsRequest([id, Unknown], [new Tag("c", "1")])))).Should().Be("InvalidInstanceID.NotFound");
        scene.Aws.Instances[0].Tags.Should().NotContainKey("c");
        var many = Enumerable.Range(0, 50).Select(i => new Tag($"k{i}", "v")).ToList();
        (await Refusals.CodeAsync(() => scene.Ec2.CreateTagsAsync(new CreateTagsRequest([id], many)))).Should().Be("TagLimitExceeded", "one is there already");
        (await Refusals.CodeAsync(() => scene.Ec2.CreateTagsAsync(new CreateTagsRequest([id], [new Tag("aws:x", "v")])))).Should().Be("InvalidParameterValue");
    }

    [Fact]
    public async Task GetConsoleOutput_Text_IsTheLast64Kilobytes()
    {
        await using var scene = await AwsScene.StartAsync();
        var id = (await scene.LaunchAsync()).InstanceId;
        var ask = new GetConsoleOutputRequest(id) { Latest = true };
        (await scene.Ec2.GetConsoleOutputAsync(ask)).Output.Should().BeNull();

        scene.Aws.AppendConsole(id, new string('x', 70_000));
        scene.Aws.AppendConsole(id, "the end\n");

        var output = Encoding.UTF8.GetString(Convert.FromBase64String((await scene.Ec2.GetConsoleOutputAsync(ask)).Output));
        output.Should().HaveLength(65_536).And.EndWith("xthe end\n");
        scene.Aws.Instances[0].Console.Should().HaveLength(70_008);
    }

    [Fact]
    public async Task GetConsoleOutput_LatestOfAnOldType_IsUnsupported()
    {
        await using var scene = await AwsScene.StartAsync();
        var id = (await scene.LaunchAsync(scene.Request("t2.micro"))).InstanceId;
        scene.Aws.AppendConsole(id, "hello\n");

        (await Refusals.CodeAsync(() => scene.Ec2.GetConsoleOutputAsync(new GetConsoleOutputRequest(id) { Latest = true }))).Should().Be("UnsupportedOperation");

        (await scene.Ec2.GetConsoleOutputAsync(new GetConsoleOutputRequest(id))).Output.Should().Be(AwsScene.Base64("hello\n"));
    }

    [Fact]
    public async Task DescribeInstanceStatus_Default_ShowsWhatRuns()
    {
        await using var scene = await AwsScene.StartAsync();
        var running = (await scene.LaunchAsync()).InstanceId;
        var terminated = (await scene.LaunchAsync()).InstanceId;
        await scene.TerminateAsync(terminated);

        var ordinary = (await scene.Ec2.DescribeInstanceStatusAsync(new DescribeInstanceStatusRequest())).InstanceStatuses;
        var all = (await scene.Ec2.DescribeInstanceStatusAsync(new DescribeInstanceStatusRequest { IncludeAllInstances = true })).InstanceStatuses;

        ordinary.Should().ContainSingle().Which.InstanceId.Should().Be(running);
        ordinary[0].Status.Status.Should().Be(SummaryStatus.Ok);
        all.Should().HaveCount(2);
        all[1].InstanceState.Name.Should().Be(InstanceStateName.Terminated);
        all[1].SystemStatus.Status.Should().Be(SummaryStatus.NotApplicable);
    }
}
