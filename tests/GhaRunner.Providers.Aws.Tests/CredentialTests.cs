using GhaRunner.Conformance;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Aws.Tests.Fixtures;
using GhaRunner.Simulator.Aws;
using GhaRunner.Simulator.Aws.Access;

namespace GhaRunner.Providers.Aws.Tests;

/// <summary>The role that a job takes with its own identity.</summary>
public sealed class CredentialTests : IAsyncLifetime
{
    private Scene scene = null!;

    public async Task InitializeAsync() =>
        scene = await Scene.StartAsync(new AwsOptions { Roles = [new AwsRole { Arn = Scene.Role, Subject = "repo:octo-org/octo-repo:*" }] });

    public async Task DisposeAsync() => await scene.DisposeAsync();

    [Fact]
    public async Task CreateAsync_RoleTaken_IsTakenOnceForManyCalls()
    {
        var provider = scene.Connect(role: Scene.Role);
        var request = await Scene.RequestAsync(provider);

        await Task.WhenAll(Enumerable.Range(1, 8).Select(index => provider.CreateAsync(request with { Ownership = Ownerships.New(index) }, default)));

        scene.Aws.Instances.Should().HaveCount(8);
        scene.Identity.Asked.Should().Be(1);
        scene.Asked.Should().ContainSingle(path => path.EndsWith("/AssumeRoleWithWebIdentity", StringComparison.Ordinal));
        scene.Notes.Masked.Should().HaveCount(3).And.Contain(secret => secret.StartsWith("ASIA", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ListOwnedAsync_CredentialsAboutToExpire_TakesTheRoleAnew()
    {
        var provider = scene.Connect(role: Scene.Role);
        await provider.ListOwnedAsync(OwnershipFilter.All, default);
        scene.Clock.Advance(TimeSpan.FromMinutes(54));
        await provider.ListOwnedAsync(OwnershipFilter.All, default);
        scene.Identity.Asked.Should().Be(1);

        scene.Clock.Advance(TimeSpan.FromMinutes(2));
        await provider.ListOwnedAsync(OwnershipFilter.All, default);
        scene.Clock.Advance(TimeSpan.FromMinutes(50));
        await provider.ListOwnedAsync(OwnershipFilter.All, default);

        scene.Identity.Asked.Should().Be(2);
        scene.Notes.Masked.Should().HaveCount(6);
    }

    [Fact]
    public async Task ListOwnedAsync_RenewalFailsForNow_UsesWhatIsStillGood()
    {
        var provider = scene.Connect(role: Scene.Role);
        await provider.ListOwnedAsync(OwnershipFilter.All, default);
        scene.Clock.Advance(TimeSpan.FromMinutes(56));
        scene.Strike("AssumeRoleWithWebIdentity", AwsFaults.Sts("IDPCommunicationError", "The identity provider could not be reached."));

        (await provider.ListOwnedAsync(OwnershipFilter.All, default)).Should().BeEmpty();
        (await provider.ListOwnedAsync(OwnershipFilter.All, default)).Should().BeEmpty();

        scene.Notes.Masked.Should().HaveCount(6);
    }

    [Fact]
    public async Task ListOwnedAsync_RoleDoesNotTrustTheJob_ShowsWhatWasPresented()
    {
        scene.Host.IdTokenSubject = "repo:octo-org/other:ref:refs/heads/main";

        var error = await FailureAsync(scene.Connect(role: Scene.Role));

        error.ShouldBe(ErrorCategory.Unauthorized, "aws-role-not-trusting", "sub 'repo:octo-org/other:ref:refs/heads/main' and aud 'sts.amazonaws.com'");
        scene.Notes.Masked.Should().BeEmpty();
    }

    [Fact]
    public async Task ListOwnedAsync_ManyAtOnceAndTheRoleIsRefused_ShareTheRefusal()
    {
        var identity = new HeldIdentity();
        using var provider = Connect(identity, Scene.Region);
        var lists = Enumerable.Range(0, 8).Select(_ => FailureAsync(provider)).ToList();

        identity.Release();

        foreach (var failure in await Task.WhenAll(lists))
            failure.Code.Should().Be("aws-identity-provider-missing");
        identity.Asked.Should().Be(1);
        scene.Asked.Should().ContainSingle();
        (await FailureAsync(provider)).Code.Should().Be("aws-identity-provider-missing");
        identity.Asked.Should().Be(2, "a failure is not kept");
    }

    [Fact]
    public async Task ListOwnedAsync_CallerGivesUp_TheOthersGetTheRoleAllTheSame()
    {
        var identity = new HeldIdentity(scene.Identity);
        using var provider = Connect(identity, Scene.Region);
        using var impatient = new CancellationTokenSource();
        var first = provider.ListOwnedAsync(OwnershipFilter.All, impatient.Token);
        var second = provider.ListOwnedAsync(OwnershipFilter.All, default);

        await impatient.CancelAsync();
        await first.Invoking(list => list).Should().ThrowAsync<OperationCanceledException>();
        identity.Release();

        (await second).Should().BeEmpty();
        identity.Asked.Should().Be(1);
    }

    [Theory]
    [InlineData("RegionDisabledException", 403)]
    [InlineData("ServiceUnavailable", 503)]
    public async Task ListOwnedAsync_StsOfTheFirstRegionIsNotToBeHad_AsksThatOfTheNext(string code, int status)
    {
        scene.Strike("AssumeRoleWithWebIdentity", AwsFaults.Sts(code, "Not here.", status));

        (await scene.Connect(regions: ["us-east-1", "us-west-2"], role: Scene.Role).ListOwnedAsync(OwnershipFilter.All, default)).Should().BeEmpty();

        scene.Asked.Count(path => path.EndsWith("/AssumeRoleWithWebIdentity", StringComparison.Ordinal)).Should().Be(2);
        scene.Identity.Asked.Should().Be(1);
    }

    [Fact]
    public async Task ListOwnedAsync_StsOfNoRegionAnswers_SaysWhatMayPass()
    {
        scene.Strike("AssumeRoleWithWebIdentity", AwsFaults.Sts("RegionDisabledException", "Not here.", 403));
        scene.Strike("AssumeRoleWithWebIdentity", AwsFaults.Sts("ServiceUnavailable", "Not now.", 503), times: 1);

        var error = await FailureAsync(scene.Connect(regions: ["us-east-1", "us-west-2"], role: Scene.Role));

        error.ShouldBe(ErrorCategory.Transient, "aws-server-fault", "STS in us-west-2 did not give the credentials");
    }

    [Fact]
    public async Task ListOwnedAsync_RoleRefusedInTheFirstRegion_AsksNoOther()
    {
        scene.Host.IdTokenSubject = "repo:octo-org/other:ref:refs/heads/main";

        (await FailureAsync(scene.Connect(regions: ["us-east-1", "us-west-2"], role: Scene.Role))).Code.Should().Be("aws-role-not-trusting");

        scene.Asked.Should().ContainSingle();
    }

    [Fact]
    public async Task ListOwnedAsync_JobHasNoIdentity_SaysWhatItsSourceSays()
    {
        var notes = new Notes();
        using var provider = new AwsProvider(
            new AwsConnectionOptions { Region = [Scene.Region], RoleToAssume = Scene.Role }, new AwsMachineOptions(), new NoIdentity(), notes, TimeProvider.System, notes,
            new Api.AwsEndpoint(scene.Host.AwsUrl.ToString()));

        (await FailureAsync(provider)).Code.Should().Be("no-identity");
    }

    [Fact]
    public async Task ListOwnedAsync_RoleOfChina_PresentsItsAudience()
    {
        var identity = new SignedByNobody();
        using var provider = new AwsProvider(
            new AwsConnectionOptions { Region = [Scene.Region], RoleToAssume = "arn:aws-cn:iam::123456789012:role/runners" }, new AwsMachineOptions(), identity, scene.Notes, TimeProvider.System, scene.Notes,
            new Api.AwsEndpoint(scene.Host.AwsUrl.ToString()));

        await FailureAsync(provider);

        identity.Audiences.Should().Equal("sts.amazonaws.com.cn");
    }

    private AwsProvider Connect(IIdentityTokenSource identity, params string[] regions) => new(
        new AwsConnectionOptions { Region = regions, RoleToAssume = Scene.Role }, new AwsMachineOptions(), identity, scene.Notes, scene.Clock, scene.Notes, new Api.AwsEndpoint(scene.Host.AwsUrl.ToString()));

    private static async Task<ActionableException> FailureAsync(IMachineProvider provider) =>
        (await provider.Awaiting(aws => aws.ListOwnedAsync(OwnershipFilter.All, default)).Should().ThrowAsync<ActionableException>()).Which;
}
