using GhaRunner.Conformance;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Aws.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;

namespace GhaRunner.Providers.Aws.Tests;

/// <summary>What the SDK finds in the environment: the only tests that change it.</summary>
public sealed class EnvironmentTests : IAsyncLifetime
{
    private static readonly string[] names =
    [
        "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_PRICING", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE",
        "AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE", "AWS_EC2_METADATA_DISABLED",
    ];

    private readonly Dictionary<string, string?> before = names.ToDictionary(name => name, Environment.GetEnvironmentVariable);
    private Scene scene = null!;

    public async Task InitializeAsync()
    {
        scene = await Scene.StartAsync();
        foreach (var name in names)
            Environment.SetEnvironmentVariable(name, null);
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", "/no/such/file");
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", "/no/such/file");
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");
    }

    public async Task DisposeAsync()
    {
        foreach (var (name, value) in before)
            Environment.SetEnvironmentVariable(name, value);
        await scene.DisposeAsync();
    }

    [Fact]
    public async Task ListOwnedAsync_NoCredentials_NamesBothWays()
    {
        using var provider = Connect();

        var failure = await provider.Awaiting(aws => aws.ListOwnedAsync(OwnershipFilter.All, default)).Should().ThrowAsync<ActionableException>();

        failure.Which.ShouldBe(ErrorCategory.Unauthorized, "aws-credentials-missing", "'role-to-assume' and give the job permissions: id-token: write; or set AWS_ACCESS_KEY_ID");
    }

    [Fact]
    public async Task CreateAsync_EndpointAndKeyOfTheEnvironment_AreUsedWithTheRegionOfTheInput()
    {
        UseKey();
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL", scene.Host.AwsUrl.ToString());
        using var provider = Connect("eu-central-1");
        var request = await Scene.RequestAsync(provider);

        await provider.CreateAsync(request, default);

        scene.Aws.Instances.Should().ContainSingle().Which.Region.Should().Be("eu-central-1");
        (await provider.GetHourlyPriceAsync(request.Candidate, default)).Should().Be(0.1008m);
    }

    [Fact]
    public async Task GetHourlyPriceAsync_EndpointOfThePriceListAlone_IsUsed()
    {
        UseKey();
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL", "http://127.0.0.1:9");
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_PRICING", scene.Host.AwsUrl.ToString());
        using var provider = Connect();

        (await provider.GetHourlyPriceAsync(new Candidate { Region = Scene.Region, InstanceType = "m7i.large" }, default)).Should().Be(0.1008m);
    }

    private void UseKey()
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", scene.Aws.AccessKey.AccessKeyId);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", scene.Aws.AccessKey.SecretAccessKey);
    }

    private AwsProvider Connect(string region = Scene.Region) => new(
        new AwsConnectionOptions { Region = [region] }, new AwsMachineOptions { InstanceType = ["m7i.large"] }, new NoIdentity(), scene.Notes, TimeProvider.System, NullLogger<AwsProvider>.Instance);
}
