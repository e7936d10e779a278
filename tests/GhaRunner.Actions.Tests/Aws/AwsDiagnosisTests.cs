using GhaRunner.Simulator.Aws.Access;

namespace GhaRunner.Actions.Tests.Aws;

/// <summary>What a start that fails tells: the console, the credentials, the inputs.</summary>
public sealed class AwsDiagnosisTests
{
    [Fact]
    public async Task Start_SetupFails_ShowsTheConsoleWithItsPhase()
    {
        await using var world = await AwsWorld.CreateAsync();
        using var start = await world.StartAsync(("setup-script", "echo no such device >&2; exit 9"));

        start.ExitCode.Should().Be(1, start.VisibleText);
        start.VisibleText.Should().Contain("phase 'setup'").And.Contain("exit code 9").And.Contain("no such device");
        start.Summary.Should().Contain("no such device");
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_TrustPolicyDoesNotFit_ShowsTheSubject()
    {
        await using var world = await AwsWorld.CreateAsync(aws => aws with { Roles = [new AwsRole { Arn = AwsWorld.Role, Subject = "repo:octo-org/another:*" }] });
        using var start = await world.StartAsync();

        start.ExitCode.Should().Be(3, start.VisibleText);
        start.VisibleText.Should().Contain("repo:octo-org/octo-repo:").And.Contain("sts.amazonaws.com").And.Contain("trust policy");
        world.Count("RunInstances").Should().Be(0);
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_NoPermissionForIdTokens_NamesIt()
    {
        await using var world = await AwsWorld.CreateAsync();
        using var start = await world.StartAsync(("ACTIONS_ID_TOKEN_REQUEST_URL", null), ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", null));

        start.ExitCode.Should().Be(3, start.VisibleText);
        start.VisibleText.Should().Contain("id-token: write");
        world.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task Start_NoCredentialsAtAll_NamesTheWays()
    {
        await using var world = await AwsWorld.CreateAsync();
        using var start = await world.StartAsync(("role-to-assume", null), ("HOME", "/nowhere"));

        start.ExitCode.Should().Be(3, start.VisibleText);
        start.VisibleText.Should().Contain("role-to-assume").And.Contain("AWS_ACCESS_KEY_ID");
        world.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task StartStop_KeysInTheEnvironment_NeedNoRole()
    {
        await using var world = await AwsWorld.CreateAsync();
        var key = world.Cloud.AccessKey;
        (string, string?)[] keys = [("role-to-assume", null), ("AWS_ACCESS_KEY_ID", key.AccessKeyId), ("AWS_SECRET_ACCESS_KEY", key.SecretAccessKey)];
        using var start = await world.StartAsync(keys);
        start.ExitCode.Should().Be(0, start.VisibleText);
        using var stop = await world.StopAsync([.. keys, ("mapping", start.Outputs["mapping"])]);
        stop.ExitCode.Should().Be(0, stop.VisibleText);
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_EverythingWrong_IsSaidAtOnceAndNothingIsAsked()
    {
        await using var world = await AwsWorld.CreateAsync();
        using var start = await world.StartAsync(
            ("region", null), ("instance-type", "huge"), ("market", "cheap"), ("max-price", "-1"), ("image", "windows"), ("subnet", "vpc-1"),
            ("security-group", "default"), ("role-to-assume", "runners"), ("root-volume-size-gb", "0"), ("tags", "aws:x=y"), ("AWS_REGION", null));

        start.ExitCode.Should().Be(2, start.VisibleText);
        foreach (var input in new[] { "region", "instance-type", "market", "max-price", "image", "subnet", "security-group", "role-to-assume", "root-volume-size-gb", "tags" })
            start.VisibleText.Should().Contain(input + " ", "{0} is wrong", input);
        world.Simulator.Requests.All.Should().BeEmpty();
    }

    [Theory]
    [InlineData("instance-type", "m99.large", "instance-type")]
    [InlineData("image", "ami-0123456789abcdef0", "image")]
    [InlineData("image", "ssm:/no/such/parameter", "image")]
    [InlineData("subnet", "subnet-0123456789abcdef0", "subnet")]
    [InlineData("security-group", "sg-0123456789abcdef0", "security-group")]
    [InlineData("root-volume-size-gb", "1", "root-volume-size-gb")]
    [InlineData("architecture", "arm64", "architecture")]
    public async Task Start_NamesWhatIsNotThere_SaysWhichInputBeforeAnythingIsMade(string input, string value, string expected)
    {
        await using var world = await AwsWorld.CreateAsync();
        using var start = await world.StartAsync((input, value));

        start.ExitCode.Should().Be(2, start.VisibleText);
        start.VisibleText.Should().Contain(expected);
        world.Count("RunInstances").Should().Be(0);
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_SetupScriptDoesNotFit_IsSaidBeforeAnythingIsMade()
    {
        await using var world = await AwsWorld.CreateAsync();
        var script = Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(20_000));
        using var start = await world.StartAsync(("setup-script", $"# {script}"));

        start.ExitCode.Should().Be(2, start.VisibleText);
        start.VisibleText.Should().Contain("setup-script").And.Contain("16384");
        world.Simulator.Requests.All.Should().NotContain(request => request.PathAndQuery.EndsWith("/generate-jitconfig", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_DryRunWithABadToken_FindsItOut()
    {
        await using var world = await AwsWorld.CreateAsync();
        using var start = await world.StartAsync(("dry-run", "true"), ("github-token", "token-of-nobody"));

        start.ExitCode.Should().Be(3, start.VisibleText);
    }
}
