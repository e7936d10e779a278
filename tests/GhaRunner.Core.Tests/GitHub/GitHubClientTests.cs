using System.Net;
using GhaRunner.Abstractions;
using GhaRunner.Core.Tests.Support;

namespace GhaRunner.Core.Tests.GitHub;

[Collection(ClockTests.Name)]
public sealed class GitHubClientTests
{
    private readonly Scene scene = new();

    [Fact]
    public async Task Call_PauseWithinTheLongest_IsWaitedForByTheInjectedClock()
    {
        var refusals = 1;
        scene.GitHub.Before = (_, _) =>
        {
            if (refusals-- == 0)
                return Task.FromResult<HttpResponseMessage?>(null);
            var answer = FakeGitHub.Answer(429);
            answer.Headers.Add("retry-after", "90");
            return Task.FromResult<HttpResponseMessage?>(answer);
        };
        var began = scene.Clock.GetUtcNow();
        await using var github = scene.Connect();
        await scene.DriveAsync(() => github.ListAsync(_ => true, 1, null, CancellationToken.None));
        scene.GitHub.Requests.Should().HaveCount(2);
        (scene.Clock.GetUtcNow() - began).Should().BeCloseTo(TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Call_NoAnswer_IsGivenUpByTheInjectedClock()
    {
        scene.GitHub.Before = async (_, ct) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, scene.Clock, ct);
            return null;
        };
        await using var github = scene.Connect();
        var call = () => scene.DriveAsync(() => github.ListAsync(_ => true, 1, null, CancellationToken.None));
        var error = (await call.Should().ThrowAsync<ActionableException>()).Which;
        error.Category.Should().Be(ErrorCategory.Transient);
        error.Message.Should().Contain("no answer in time");
    }

    [Fact]
    public async Task Start_MoreRunnersThanAMinuteAllows_WaitsAndRegistersEachUnderItsOwnName()
    {
        scene.Options.Count = 256;
        scene.Options.Timeout = TimeSpan.FromMinutes(20);
        var report = await scene.StartAsync();
        report.Failure.Should().BeNull();
        report.Leases.Should().OnlyContain(lease => lease.RunnerName == lease.Label);
        scene.GitHub.Runners.Should().HaveCount(256);
    }

    [Fact]
    public async Task Start_AnswerCutOffInItsBody_IsALostAnswer()
    {
        var cut = 1;
        scene.GitHub.After = (request, _) => Task.FromResult(FakeGitHub.IsRegistration(request) && cut-- > 0
            ? new HttpResponseMessage(HttpStatusCode.Created) { Content = new StreamContent(new CutOff()) } : null);
        var report = await scene.StartAsync();
        report.Failure.Should().BeNull();
        report.Leases.Single().RunnerName.Should().EndWith("-r2");
        scene.GitHub.Runners.Should().ContainSingle("the runner whose configuration was lost is removed");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"runner":null,"encoded_jit_config":null}""")]
    [InlineData("[]")]
    public async Task Start_AnswerWithoutItsContent_IsALostAnswer(string body)
    {
        var lost = 1;
        scene.GitHub.After = (request, _) => Task.FromResult(FakeGitHub.IsRegistration(request) && lost-- > 0 ? FakeGitHub.Answer(201, body) : null);
        var report = await scene.StartAsync();
        report.Failure.Should().BeNull();
        report.Leases.Single().RunnerName.Should().EndWith("-r2");
        scene.GitHub.Runners.Should().ContainSingle();
    }

    [Fact]
    public async Task Start_SameRunnerOnTwoPages_IsNoFailure()
    {
        scene.Options.Count = 2;
        scene.GitHub.After = (request, _) =>
        {
            if (!FakeGitHub.IsListing(request) || request.RequestUri!.Query.Contains("name=", StringComparison.Ordinal))
                return Task.FromResult<HttpResponseMessage?>(null);
            var name = scene.GitHub.Runners[0];
            var runner = $$"""{"id":1,"name":"{{name}}","status":"{{(scene.Cloud.IsRunning(name) ? "online" : "offline")}}","busy":false,"labels":[]}""";
            return Task.FromResult<HttpResponseMessage?>(FakeGitHub.Answer(200, $$"""{"total_count":2,"runners":[{{runner}},{{runner}}]}"""));
        };
        (await scene.StartAsync()).Failure.Should().BeNull();
    }

    [Fact]
    public async Task FindGroup_NumberOrDefault_AsksNothing()
    {
        await using var github = scene.Connect();
        (await github.FindGroupAsync("default", CancellationToken.None)).Id.Should().Be(1);
        (await github.FindGroupAsync("1", CancellationToken.None)).Id.Should().Be(1);
        scene.GitHub.Requests.Should().BeEmpty();
    }

    [Theory]
    [InlineData("latest", "2.336.0", "aa")]
    [InlineData("2.336.0", "2.336.0", "aa")]
    [InlineData("2.330.1", "2.330.1", "")]
    public async Task FindPackage_Version_HasItsAddressAndOnlyItsOwnChecksum(string version, string expected, string checksum)
    {
        await using var github = scene.Connect();
        var package = await github.FindPackageAsync(version, MachineArchitecture.X64, CancellationToken.None);
        package.Version.Should().Be(expected);
        package.Url.ToString().Should().Be($"https://github.test/actions-runner-linux-x64-{expected}.tar.gz");
        package.Sha256.Should().Be(checksum);
    }

    private sealed class CutOff : MemoryStream
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("The response ended prematurely.");

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("The response ended prematurely.");

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => throw new IOException("The response ended prematurely.");
    }
}
