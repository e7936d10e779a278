using GhaRunner.Conformance.RealParts;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GhaRunner.Core.Bootstrap;
using GhaRunner.Simulator;
using GhaRunner.Simulator.GitHub.Jobs;

namespace GhaRunner.Machine.Tests.Support;

/// <summary>A simulated GitHub that machines reach, with what a start would ask of it.</summary>
internal sealed class TestGitHub : IAsyncDisposable
{
    private const string Repository = "octo-org/octo-repo";
    private readonly HttpClient _http = new();

    private TestGitHub(SimulatorHost simulator)
    {
        Simulator = simulator;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", SimulatorOptions.DefaultToken);
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("tests");
    }

    public SimulatorHost Simulator { get; }

    /// <summary>Starts one for containers of the default bridge, or for processes of this machine.</summary>
    public static async Task<TestGitHub> StartAsync(bool forContainers, int jitBytes = 0)
    {
        var host = forContainers ? await DockerBridge.GatewayAsync() : "127.0.0.1";
        return new TestGitHub(await SimulatorHost.StartAsync(new SimulatorOptions
        {
            ListenOnAllInterfaces = forContainers,
            AdvertisedHost = host,
            JitConfigurationBytes = jitBytes,
        }));
    }

    /// <summary>A plan with a JIT configuration, the offered runner, and times that no test reaches by accident.</summary>
    public async Task<BootstrapPlan> JitPlanAsync(string name) => await PlanAsync(new RunnerRegistration
    {
        Name = name,
        JitConfiguration = (await PostAsync("generate-jitconfig", new JsonObject
        {
            ["name"] = name,
            ["runner_group_id"] = 1,
            ["labels"] = new JsonArray(name),
        }))["encoded_jit_config"]!.GetValue<string>(),
    });

    /// <summary>The same with a registration token, for a runner that takes jobs until its machine ends.</summary>
    public async Task<BootstrapPlan> TokenPlanAsync(string name, params string[] labels) => await PlanAsync(new RunnerRegistration
    {
        Name = name,
        Labels = labels,
        Ephemeral = false,
        Url = Simulator.ServerUrl + Repository,
        Token = (await PostAsync("registration-token", []))["token"]!.GetValue<string>(),
    });

    public SimulatedJob Enqueue(string label, params string[] steps) => Simulator.GitHub.EnqueueJob(Repository, 7, "test", [label], steps);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Simulator.DisposeAsync();
    }

    private async Task<BootstrapPlan> PlanAsync(RunnerRegistration registration)
    {
        var offers = await _http.GetFromJsonAsync<JsonArray>(Url("downloads"));
        var offer = offers!.Single(item => item!["os"]!.GetValue<string>() == "linux" && item["architecture"]!.GetValue<string>() == "x64")!;
        return new BootstrapPlan
        {
            Registration = registration,
            Package = new RunnerPackage("2.336.0", new Uri(offer["download_url"]!.GetValue<string>()), offer["sha256_checksum"]!.GetValue<string>()),
            TimeToLive = TimeSpan.FromMinutes(10),
            IdleTimeout = TimeSpan.FromMinutes(10),
            RegistrationTimeout = TimeSpan.FromMinutes(10),
        };
    }

    private async Task<JsonNode> PostAsync(string path, JsonObject body)
    {
        using var response = await _http.PostAsJsonAsync(Url(path), body);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    private string Url(string path) => $"{Simulator.ApiUrl}/repos/{Repository}/actions/runners/{path}";
}
