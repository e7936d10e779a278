using System.Net;
using Amazon.EC2;
using Amazon.EC2.Model;
using GhaRunner.Simulator.Tests.Aws.Support;

namespace GhaRunner.Simulator.Tests.Aws;

public sealed class LaunchValidationTests
{
    private static readonly Dictionary<string, Action<RunInstancesRequest>> s_mistakes = new()
    {
        ["no count"] = request => request.MinCount = null,
        ["more at least than at most"] = request => request.MinCount = 2,
        ["none"] = request => request.MinCount = 0,
        ["unknown type"] = request => request.InstanceType = "m99.huge",
        ["malformed image"] = request => request.ImageId = "ubuntu",
        ["unknown image"] = request => request.ImageId = "ami-0123456789abcdef0",
        ["unknown parameter"] = request => request.ImageId = "resolve:ssm:/none",
        ["malformed subnet"] = request => request.SubnetId = "subnet-x",
        ["unknown subnet"] = request => request.SubnetId = "subnet-0123456789abcdef0",
        ["malformed group"] = request => request.SecurityGroupIds = ["runners"],
        ["unknown group"] = request => request.SecurityGroupIds = ["sg-0123456789abcdef0"],
        ["unknown group name"] = request => request.SecurityGroups = ["runners"],
        ["unknown key"] = request => request.KeyName = "mine",
        ["unknown profile"] = request => request.IamInstanceProfile = new IamInstanceProfileSpecification { Name = "runner" },
        ["unknown zone"] = request => request.Placement = new Placement { AvailabilityZone = "us-east-1z" },
        ["not base64"] = request => request.UserData = "#!/bin/sh",
        ["too much user data"] = request => request.UserData = AwsScene.Base64(new string('x', 16385)),
        ["other architecture"] = request => request.InstanceType = InstanceType.C7gLarge,
        ["spot tags on demand"] = request => request.TagSpecifications = [new TagSpecification { ResourceType = "spot-instances-request", Tags = [new Tag("a", "b")] }],
        ["unknown kind of tags"] = request => request.TagSpecifications = [new TagSpecification { ResourceType = "snapshot", Tags = [new Tag("a", "b")] }],
        ["too many tags"] = request => request.TagSpecifications = [new TagSpecification { ResourceType = "instance", Tags = [.. Enumerable.Range(0, 51).Select(i => new Tag($"k{i}", "v"))] }],
        ["reserved tag"] = request => request.TagSpecifications = [new TagSpecification { ResourceType = "instance", Tags = [new Tag("aws:a", "b")] }],
        ["long tag"] = request => request.TagSpecifications = [new TagSpecification { ResourceType = "instance", Tags = [new Tag("a", new string('b', 257))] }],
        ["unknown market"] = request => request.InstanceMarketOptions = new InstanceMarketOptionsRequest { MarketType = "flea" },
        ["tiny price"] = request => request.InstanceMarketOptions = new InstanceMarketOptionsRequest { MarketType = "spot", SpotOptions = new SpotMarketOptions { MaxPrice = "0" } },
        ["one-time that stops"] = request => request.InstanceMarketOptions = new InstanceMarketOptionsRequest { MarketType = "spot", SpotOptions = new SpotMarketOptions { InstanceInterruptionBehavior = "stop" } },
        ["hop limit"] = request => request.MetadataOptions = new InstanceMetadataOptionsRequest { HttpPutResponseHopLimit = 65 },
        ["shutdown behavior"] = request => request.InstanceInitiatedShutdownBehavior = "explode",
        ["launch template"] = request => request.LaunchTemplate = new LaunchTemplateSpecification { LaunchTemplateName = "mine" },
        ["long token"] = request => request.ClientToken = new string('t', 65),
    };

    [Theory]
    [InlineData("no count", "MissingParameter", "*MinCount")]
    [InlineData("more at least than at most", "InvalidParameterValue", "*minCount*")]
    [InlineData("none", "InvalidParameterValue", "*minCount*")]
    [InlineData("unknown type", "InvalidParameterValue", "Invalid value 'm99.huge' for InstanceType.")]
    [InlineData("malformed image", "InvalidAMIID.Malformed", "Invalid id: \"ubuntu\" (expecting \"ami-...\")")]
    [InlineData("unknown image", "InvalidAMIID.NotFound", "The image id '[ami-0123456789abcdef0]' does not exist")]
    [InlineData("unknown parameter", "InvalidParameterValue", "*resolve:ssm:/none*")]
    [InlineData("malformed subnet", "InvalidSubnetID.Malformed", "*subnet-x*")]
    [InlineData("unknown subnet", "InvalidSubnetID.NotFound", "The subnet ID 'subnet-0123456789abcdef0' does not exist")]
    [InlineData("malformed group", "InvalidGroupId.Malformed", "*runners*")]
    [InlineData("unknown group", "InvalidGroup.NotFound", "The security group 'sg-0123456789abcdef0' does not exist")]
    [InlineData("unknown group name", "InvalidGroup.NotFound", "The security group 'runners' does not exist in default VPC 'vpc-*'")]
    [InlineData("unknown key", "InvalidKeyPair.NotFound", "The key pair 'mine' does not exist")]
    [InlineData("unknown profile", "InvalidParameterValue", "Value (runner) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name")]
    [InlineData("unknown zone", "InvalidParameterValue", "Invalid availability zone: [us-east-1z]")]
    [InlineData("not base64", "InvalidUserData.Malformed", "*BASE64*")]
    [InlineData("too much user data", "InvalidParameterValue", "User data is limited to 16384 bytes")]
    [InlineData("other architecture", "InvalidParameterValue", "The architecture 'arm64' of the specified instance type does not match the architecture 'x86_64' of the specified AMI.*")]
    [InlineData("spot tags on demand", "InvalidParameterValue", "'spot-instances-request' is not a valid taggable resource type*")]
    [InlineData("unknown kind of tags", "InvalidParameterValue", "'snapshot' is not a valid taggable resource type*")]
    [InlineData("too many tags", "TagLimitExceeded", "*50*")]
    [InlineData("reserved tag", "InvalidParameterValue", "*'aws:'*")]
    [InlineData("long tag", "InvalidParameterValue", "*256*")]
    [InlineData("unknown market", "InvalidParameterValue", "*flea*")]
    [InlineData("tiny price", "InvalidParameterValue", "*spot price*")]
    [InlineData("one-time that stops", "InvalidParameterCombination", "*stop*")]
    [InlineData("hop limit", "InvalidParameterValue", "*HttpPutResponseHopLimit*")]
    [InlineData("shutdown behavior", "InvalidParameterValue", "*explode*")]
    [InlineData("launch template", "InvalidLaunchTemplateName.NotFoundException", "*")]
    [InlineData("long token", "InvalidParameterValue", "*client token*")]
    public async Task RunInstances_Mistake_IsRefusedAndMakesNothing(string mistake, string code, string message)
    {
        await using var scene = await AwsScene.StartAsync();
        var request = scene.Request();
        s_mistakes[mistake](request);

        var refusal = await Refusals.RefusalAsync(() => scene.LaunchAsync(request));

        refusal.Code.Should().Be(code);
        refusal.Status.Should().Be(HttpStatusCode.BadRequest);
        refusal.Message.Should().Match(message);
        scene.Aws.Instances.Should().BeEmpty();
        scene.Aws.Volumes.Should().BeEmpty();
        scene.Aws.NetworkInterfaces.Should().BeEmpty();
    }

    [Fact]
    public async Task RunInstances_MostUserDataThatIsAllowed_IsTaken()
    {
        await using var scene = await AwsScene.StartAsync();
        var request = scene.Request();
        request.UserData = AwsScene.Base64(new string('x', 16384));

        await scene.LaunchAsync(request);

        scene.Aws.Instances[0].UserData.Should().HaveLength(16384);
    }

    [Fact]
    public async Task RunInstances_ImageThatIsWithdrawn_IsUnavailable()
    {
        await using var scene = await AwsScene.StartAsync();
        var image = scene.Aws.Images(AwsScene.Region)[0];
        scene.Aws.SetImage(AwsScene.Region, image with { State = "deregistered" });
        var request = scene.Request();
        request.ImageId = image.ImageId;

        (await Refusals.CodeAsync(() => scene.LaunchAsync(request))).Should().Be("InvalidAMIID.Unavailable");
    }
}
