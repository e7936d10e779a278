using System.Diagnostics;
using System.Globalization;
using System.Text;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using GhaRunner.Simulator.Tests.Support;

namespace GhaRunner.Simulator.Tests;

public sealed class HostingTests
{
    [Fact]
    public async Task Start_AdvertisedHost_IsInEveryUrlHandedOut()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { AdvertisedHost = "localhost", ListenOnAllInterfaces = true });
        using var client = new GitHubClient(simulator);

        simulator.ServerUrl.Host.Should().Be("localhost");
        var offer = (await client.GetAsync(GitHubClient.Runners + "/downloads")).Json[0]!;
        offer["download_url"]!.GetValue<string>().Should().StartWith(simulator.ServerUrl.ToString());
        var blob = Convert.FromBase64String((await client.GenerateAsync("gha-1", "a")).BlobOfJit);
        var settings = System.Text.Json.Nodes.JsonNode.Parse(blob)![".runner"]!.GetValue<string>();
        Encoding.UTF8.GetString(Convert.FromBase64String(settings)).Should().Contain($"\"ServerUrl\":\"{simulator.ServerUrl}_runner\"");
    }

    [Fact]
    public async Task Requests_ApiAndRunner_AreRecordedApart()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator);
        using var runner = await StandInRunner.DownloadAsync(simulator);

        await client.GetAsync(GitHubClient.Runners + "?name=a");

        simulator.Requests.All.Select(request => request.PathAndQuery).Should().Equal(
            $"/api/v3{GitHubClient.Runners}/downloads", $"/api/v3{GitHubClient.Runners}?name=a");
        simulator.Requests.All.Should().OnlyContain(request => request.Status == 200 && request.AuthorizationHash != null && request.UserAgent == "tests");
        simulator.RunnerRequests.All.Should().ContainSingle().Which.PathAndQuery.Should().EndWith("actions-runner-linux-x64-2.336.0.tar.gz");
        simulator.Requests.Clear();
        simulator.Requests.All.Should().BeEmpty();
    }

    [Fact]
    public async Task Serve_Started_PrintsWhatAnAwsClientNeeds()
    {
        var program = Path.ChangeExtension(typeof(SimulatorHost).Assembly.Location, ".dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "serve"]) { RedirectStandardOutput = true })!;
        try
        {
            Dictionary<string, string> printed = [];
            while (printed.Count < 5)
            {
                var parts = (await process.StandardOutput.ReadLineAsync().WithinDeadlineAsync())!.Split('=', 2);
                printed[parts[0]] = parts[1];
            }

            var config = new AmazonEC2Config { ServiceURL = printed["AWS_ENDPOINT_URL"], AuthenticationRegion = "eu-central-1" };
            using var ec2 = new AmazonEC2Client(new BasicAWSCredentials(printed["AWS_ACCESS_KEY_ID"], printed["AWS_SECRET_ACCESS_KEY"]), config);

            (await ec2.DescribeSubnetsAsync(new DescribeSubnetsRequest())).Subnets.Should().HaveCount(3);
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact]
    public async Task Serve_UntilTerminated_AnswersOtherProcesses()
    {
        var program = Path.ChangeExtension(typeof(SimulatorHost).Assembly.Location, ".dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "serve", "--scope", "me/mine", "--token", "secret"]) { RedirectStandardOutput = true })!;
        try
        {
            var server = (await process.StandardOutput.ReadLineAsync().WithinDeadlineAsync())!;
            var api = (await process.StandardOutput.ReadLineAsync().WithinDeadlineAsync())!;
            using var http = new HttpClient();
            http.DefaultRequestHeaders.UserAgent.ParseAdd("tests");
            http.DefaultRequestHeaders.Add("Authorization", "token secret");

            var runners = await http.GetStringAsync(new Uri(api.Replace("GITHUB_API_URL=", "", StringComparison.Ordinal) + "/repos/me/mine/actions/runners"));

            runners.Should().Be("""{"total_count":0,"runners":[]}""");
            server.Should().MatchRegex(@"^GITHUB_SERVER_URL=http://127\.0\.0\.1:\d+$");
            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
            process.ExitCode.Should().Be(0);
        }
        finally
        {
            process.Kill();
        }
    }
}
