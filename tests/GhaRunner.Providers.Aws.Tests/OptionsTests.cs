using System.Text.RegularExpressions;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Aws.Candidates;

namespace GhaRunner.Providers.Aws.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void Validate_Defaults_AreValid() => new AwsMachineOptions().Validate().Should().BeEmpty();

    [Theory]
    [InlineData("ubuntu-22.04")]
    [InlineData("ubuntu-24.04")]
    [InlineData("ubuntu-22.04-gpu")]
    [InlineData("ami-0123456789abcdef0")]
    [InlineData("ami-12345678")]
    [InlineData("ssm:/my/image")]
    [InlineData("ssm:/my/image:3")]
    public void Validate_ImageOfAKnownForm_IsFine(string image) => new AwsMachineOptions { Image = image }.Validate().Should().BeEmpty();

    [Theory]
    [InlineData("ubuntu-20.04")]
    [InlineData("ami-xyz")]
    [InlineData("ssm:my/image")]
    [InlineData("/my/image")]
    [InlineData("ami-12345678\n")]
    public void Validate_ImageOfNoKnownForm_SaysWhichThereAre(string image) => ShouldRefuse(new AwsMachineOptions { Image = image }, "image", "ubuntu-24.04");

    [Fact]
    public void Validate_MaxPrice_GoesWithSpotAndIsAPrice()
    {
        ShouldRefuse(new AwsMachineOptions { MaxPrice = 1 }, "max-price", "market");
        ShouldRefuse(new AwsMachineOptions { MaxPrice = 0.001m, Market = AwsMarket.Spot }, "max-price", "0.001");
        new AwsMachineOptions { MaxPrice = 0.0011m, Market = AwsMarket.SpotThenOnDemand }.Validate().Should().BeEmpty();
    }

    [Fact]
    public void RootVolumeType_Magnetic_IsNotOne() =>
        Enum.TryParse<RootVolumeType>("standard", ignoreCase: true, out _).Should().BeFalse("such a volume has 1 TiB at the most, and 'root-volume-size-gb' goes to 16");

    [Theory]
    [InlineData("team", "key=value")]
    [InlineData("=x", "key=value")]
    [InlineData("aws:x=y", "aws:")]
    [InlineData("AWS:x=y", "aws:")]
    [InlineData("gha-runner=v1", "gha-runner")]
    [InlineData("gha-runner-start=x", "gha-runner")]
    public void Validate_TagMalformed_IsRefused(string tag, string inMessage) => ShouldRefuse(new AwsMachineOptions { Tags = ["ok=1", tag] }, "tags", inMessage);

    [Fact]
    public void Validate_TagsTooManyOrTooLong_AreRefused()
    {
        ShouldRefuse(new AwsMachineOptions { Tags = [.. Enumerable.Range(0, 39).Select(index => $"k{index}=v")] }, "tags", "38");
        ShouldRefuse(new AwsMachineOptions { Tags = [new string('k', 129) + "=v"] }, "tags", "128");
        ShouldRefuse(new AwsMachineOptions { Tags = ["k=" + new string('v', 257)] }, "tags", "256");
        ShouldRefuse(new AwsMachineOptions { Tags = ["k=1", "k=2"] }, "tags", "'k'");
        new AwsMachineOptions { Tags = [.. Enumerable.Range(0, 38).Select(index => $"k{index}=v=w")] }.Validate().Should().BeEmpty();
    }

    [Theory]
    [InlineData("region", "us-east-1")]
    [InlineData("region", "us-gov-west-1")]
    [InlineData("region", "ap-southeast-7")]
    [InlineData("region", "eusc-de-east-1")]
    [InlineData("role-to-assume", "arn:aws:iam::123456789012:role/path/to/gha-runner")]
    [InlineData("role-to-assume", "arn:aws-cn:iam::123456789012:role/x")]
    [InlineData("instance-type", "u7in-16tb.224xlarge")]
    [InlineData("instance-type", "c7i-flex.large")]
    [InlineData("instance-type", "m7i.metal-24xl")]
    [InlineData("iam-instance-profile", "jobs@x")]
    [InlineData("iam-instance-profile", "arn:aws:iam::123456789012:instance-profile/jobs")]
    [InlineData("subnet", "subnet-0123456789abcdef0")]
    [InlineData("security-group", "sg-01234567")]
    public void Pattern_RightValue_Fits(string input, string value) => Fits(input, value).Should().BeTrue();

    [Theory]
    [InlineData("region", "us-east-1a")]
    [InlineData("region", "Virginia")]
    [InlineData("role-to-assume", "gha-runner")]
    [InlineData("role-to-assume", "arn:aws:iam::123456789012:user/x")]
    [InlineData("instance-type", "m7i")]
    [InlineData("iam-instance-profile", "arn:aws:iam::123456789012:role/x")]
    [InlineData("subnet", "vpc-01234567")]
    [InlineData("security-group", "default")]
    public void Pattern_WrongValue_DoesNotFit(string input, string value) => Fits(input, value).Should().BeFalse();

    [Theory]
    [InlineData("", MachineArchitecture.X64, false, "/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id")]
    [InlineData("", MachineArchitecture.Arm64, false, "/aws/service/canonical/ubuntu/server/24.04/stable/current/arm64/hvm/ebs-gp3/ami-id")]
    [InlineData("", MachineArchitecture.X64, true, "/aws/service/deeplearning/ami/x86_64/base-oss-nvidia-driver-gpu-ubuntu-22.04/latest/ami-id")]
    [InlineData("", MachineArchitecture.Arm64, true, "/aws/service/deeplearning/ami/arm64/base-oss-nvidia-driver-gpu-ubuntu-22.04/latest/ami-id")]
    [InlineData("ubuntu-22.04", MachineArchitecture.X64, true, "/aws/service/canonical/ubuntu/server/22.04/stable/current/amd64/hvm/ebs-gp2/ami-id")]
    [InlineData("ssm:/my/image", MachineArchitecture.Arm64, true, "/my/image")]
    public void ImageChoice_OfAType_IsItsParameter(string image, MachineArchitecture architecture, bool gpu, string parameter) =>
        ImageChoice.Of(image, architecture, gpu).Should().Be(new ImageChoice("", parameter));

    [Fact]
    public void AddAws_Registry_DeclaresTheProviderOnce()
    {
        var registry = new ProviderRegistry().AddAws();

        registry.Declarations.Should().ContainSingle().Which.Name.Should().Be("aws");
        registry.Invoking(again => again.AddAws()).Should().Throw<ArgumentException>();
    }

    private static bool Fits(string input, string value) =>
        InputDeclaration.Of(typeof(AwsConnectionOptions)).Concat(InputDeclaration.Of(typeof(AwsMachineOptions)))
            .Single(declaration => declaration.Name == input).Attribute.Pattern is var pattern && Regex.IsMatch(value, $@"\A({pattern})\z");

    private static void ShouldRefuse(AwsMachineOptions options, string input, string inMessage)
    {
        var problem = options.Validate().Should().ContainSingle().Subject;
        problem.Input.Should().Be(input);
        problem.Message.Should().Contain(inMessage);
    }
}
