using Amazon.SimpleSystemsManagement.Model;
using GhaRunner.Simulator.Tests.Aws.Support;

namespace GhaRunner.Simulator.Tests.Aws;

public sealed class ParameterTests
{
    [Theory]
    [InlineData(AwsScene.Ubuntu)]
    [InlineData(AwsScene.UbuntuArm)]
    [InlineData(AwsScene.Gpu)]
    [InlineData("/aws/service/canonical/ubuntu/server/22.04/stable/current/amd64/hvm/ebs-gp2/ami-id")]
    [InlineData("/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64")]
    [InlineData("/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64")]
    [InlineData("/aws/service/deeplearning/ami/arm64/base-oss-nvidia-driver-gpu-ubuntu-22.04/latest/ami-id")]
    public async Task GetParameter_PublicOne_NamesAnImage(string name)
    {
        await using var scene = await AwsScene.StartAsync();

        var parameter = (await scene.SsmAs(scene.Credentials).GetParameterAsync(new GetParameterRequest { Name = name })).Parameter;

        parameter.Name.Should().Be(name);
        scene.Aws.Images(AwsScene.Region).Should().ContainSingle(image => image.ImageId == parameter.Value);
    }

    [Fact]
    public async Task GetParameter_SetAndRemoved_IsThereAndNotFound()
    {
        await using var scene = await AwsScene.StartAsync();
        var ssm = scene.SsmAs(scene.Credentials);
        scene.Aws.SetParameter(AwsScene.Region, "/mine", "ami-00000000");

        (await ssm.GetParameterAsync(new GetParameterRequest { Name = "/mine" })).Parameter.Value.Should().Be("ami-00000000");

        scene.Aws.SetParameter(AwsScene.Region, "/mine", null);
        await FluentActions.Awaiting(() => ssm.GetParameterAsync(new GetParameterRequest { Name = "/mine" })).Should().ThrowAsync<ParameterNotFoundException>();
    }

    [Fact]
    public async Task GetParameters_KnownAndUnknown_AreToldApart()
    {
        await using var scene = await AwsScene.StartAsync();
        var ssm = scene.SsmAs(scene.Credentials);

        var answer = await ssm.GetParametersAsync(new GetParametersRequest { Names = [AwsScene.Ubuntu, "/none"] });

        answer.Parameters.Should().ContainSingle().Which.Value.Should().Be(scene.Aws.Parameter(AwsScene.Region, AwsScene.Ubuntu));
        answer.InvalidParameters.Should().Equal("/none");
        (await Refusals.CodeAsync(() => ssm.GetParametersAsync(new GetParametersRequest { Names = [.. Enumerable.Range(0, 11).Select(i => $"/{i}")] }))).Should().Be("ValidationException");
    }

    [Fact]
    public async Task GetParameter_Denied_SaysWhatIsMissing()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Aws.Deny(scene.Aws.AccessKey.AccessKeyId, "ssm:GetParameter");

        var (code, _, message) = await Refusals.RefusalAsync(() => scene.SsmAs(scene.Credentials).GetParameterAsync(new GetParameterRequest { Name = "/mine" }));

        code.Should().Be("AccessDeniedException");
        message.Should().Contain("is not authorized to perform: ssm:GetParameter on resource: arn:aws:ssm:us-east-1:123456789012:parameter/mine because");
    }
}
