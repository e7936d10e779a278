using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace GhaRunner.Simulator.Tests.Support;

/// <summary>Calls the simulator from outside, as any client does.</summary>
internal sealed class GitHubClient : IDisposable
{
    public const string Repository = "octo-org/octo-repo";
    public const string Runners = $"/repos/{Repository}/actions/runners";

    private readonly HttpClient _http = new();
    private readonly string _base;

    public GitHubClient(SimulatorHost simulator, string? token = SimulatorOptions.DefaultToken, string? userAgent = "tests")
    {
        _base = simulator.ApiUrl.ToString();
        if (token is not null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (userAgent is not null)
            _http.DefaultRequestHeaders.UserAgent.ParseAdd(userAgent);
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> PostAsync(string path, JsonNode? body = null) => SendAsync(HttpMethod.Post, path, body);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    public async Task<Answer> SendAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith("http", StringComparison.Ordinal) ? path : _base + path);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request);
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(
            header => header.Key.ToLowerInvariant(), header => string.Join(", ", header.Value));
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), headers);
    }

    /// <summary>Asks for a JIT configuration in the repository.</summary>
    public Task<Answer> GenerateAsync(string name, params string[] labels) => PostAsync(Runners + "/generate-jitconfig", Jit(name, labels));

    public static JsonObject Jit(string name, params string[] labels) => new()
    {
        ["name"] = name,
        ["runner_group_id"] = 1,
        ["labels"] = new JsonArray([.. labels.Select(label => (JsonNode?)label)]),
    };

    public void Dispose() => _http.Dispose();

    internal sealed record Answer(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
    {
        public JsonNode Json => JsonNode.Parse(Body)!;

        public string Message => Json["message"]!.GetValue<string>();

        public string BlobOfJit => Json["encoded_jit_config"]!.GetValue<string>();
    }
}
