using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace GhaRunner.Core.Tests.Support;

/// <summary>GitHub's runner endpoints in memory, below the real client; every answer can be replaced, before or after its effect.</summary>
internal sealed class FakeGitHub : HttpMessageHandler
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<long, (string Name, string[] Labels)> runners = [];
    private long lastId;
    private int calls;

    /// <summary>Whether the runner that registered under this name, for this machine, is connected.</summary>
    public Func<string, string, bool> IsOnline { get; set; } = (_, _) => false;

    /// <summary>An answer instead of the effect, a wait, or an exception; else <see langword="null"/>.</summary>
    public Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage?>> Before { get; set; } = (_, _) => Task.FromResult<HttpResponseMessage?>(null);

    /// <summary>The same once the effect has happened.</summary>
    public Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage?>> After { get; set; } = (_, _) => Task.FromResult<HttpResponseMessage?>(null);

    /// <summary>The run attempts that exist, with their status and when that last changed.</summary>
    public Dictionary<(long Run, int Attempt), (string Status, DateTimeOffset UpdatedAt)> Attempts { get; } = [];

    /// <summary>The names of the runners that have a job.</summary>
    public HashSet<string> Busy { get; } = [];

    public int Calls => Volatile.Read(ref calls);

    /// <summary>Method and path with query of every request.</summary>
    public List<string> Requests { get; } = [];

    public IReadOnlyList<string> Runners
    {
        get
        {
            lock (gate)
                return [.. runners.Values.Select(runner => runner.Name)];
        }
    }

    public static bool IsRegistration(HttpRequestMessage request) => request.RequestUri!.AbsolutePath.EndsWith("/generate-jitconfig", StringComparison.Ordinal);

    public static bool IsListing(HttpRequestMessage request) => request.RequestUri!.AbsolutePath.EndsWith("/actions/runners", StringComparison.Ordinal);

    public static bool IsOfRun(HttpRequestMessage request) => request.RequestUri!.AbsolutePath.Contains("/actions/runs/", StringComparison.Ordinal);

    public static HttpResponseMessage Answer(int status, string json) => new((HttpStatusCode)status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    public static HttpResponseMessage Answer(int status) => Answer(status, """{"message":"scripted"}""");

    public long Add(string name, params string[] labels)
    {
        lock (gate)
        {
            runners[++lastId] = (name, labels);
            return lastId;
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref calls);
        lock (gate)
            Requests.Add($"{request.Method} {request.RequestUri!.PathAndQuery}");
        var body = request.Content is null ? null : JsonNode.Parse(await request.Content.ReadAsStringAsync(cancellationToken));
        var answer = await Before(request, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (answer is null)
        {
            lock (gate)
                answer = Route(request, body);
            answer = await After(request, cancellationToken) ?? answer;
        }

        answer.RequestMessage = request;
        Interlocked.Increment(ref calls);
        return answer;
    }

    private HttpResponseMessage Route(HttpRequestMessage request, JsonNode? body)
    {
        var last = request.RequestUri!.AbsolutePath.Split('/')[^1];
        if (IsOfRun(request))
            return Attempt(request.RequestUri.AbsolutePath.Split('/'));
        if (request.Method == HttpMethod.Delete && runners.TryGetValue(long.Parse(last), out var one) && Busy.Contains(one.Name))
            return Answer(422);
        if (request.Method == HttpMethod.Delete)
            return runners.Remove(long.Parse(last)) ? new HttpResponseMessage(HttpStatusCode.NoContent) : Answer(404);
        return last switch
        {
            "downloads" => Answer(200, """[{"os":"linux","architecture":"x64","download_url":"https://github.test/actions-runner-linux-x64-2.336.0.tar.gz","filename":"actions-runner-linux-x64-2.336.0.tar.gz","sha256_checksum":"aa"}]"""),
            "registration-token" => Answer(201, """{"token":"AREGISTRATIONTOKEN"}"""),
            "generate-jitconfig" => Register(body!),
            _ => List(request.RequestUri),
        };
    }

    private HttpResponseMessage Attempt(string[] path)
    {
        var (run, attempt) = (long.Parse(path[^3]), int.Parse(path[^1]));
        return Attempts.TryGetValue((run, attempt), out var known)
            ? Answer(200, $$"""{"id":{{run}},"run_attempt":{{attempt}},"status":"{{known.Status}}","updated_at":"{{known.UpdatedAt:yyyy-MM-ddTHH:mm:ssZ}}"}""")
            : Answer(404);
    }

    private HttpResponseMessage Register(JsonNode body)
    {
        var name = body["name"]!.GetValue<string>();
        if (runners.Values.Any(runner => runner.Name == name))
            return Answer(409, """{"message":"Already exists - A runner with the name *** already exists."}""");
        runners[++lastId] = (name, [.. body["labels"]!.AsArray().Select(label => label!.GetValue<string>())]);
        return Answer(201, $$"""{"runner":{{Render(lastId)}},"encoded_jit_config":"{{Convert.ToBase64String(Encoding.ASCII.GetBytes($"the configuration of {name}"))}}"}""");
    }

    private HttpResponseMessage List(Uri uri)
    {
        var query = uri.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));
        var found = runners.Where(runner => !query.TryGetValue("name", out var name) || runner.Value.Name == name).ToList();
        var (size, page) = (int.Parse(query["per_page"]), int.Parse(query["page"]));
        var shown = found.Skip(size * (page - 1)).Take(size).Select(runner => Render(runner.Key));
        return Answer(200, $$"""{"total_count":{{found.Count}},"runners":[{{string.Join(',', shown)}}]}""");
    }

    private string Render(long id)
    {
        var (name, labels) = runners[id];
        var online = labels.Length > 0 && IsOnline(name, labels[0]) ? "online" : "offline";
        return $$"""{"id":{{id}},"name":"{{name}}","os":"linux","status":"{{online}}","busy":{{(Busy.Contains(name) ? "true" : "false")}},"labels":[{{string.Join(',', labels.Select(label => $$"""{"name":"{{label}}"}"""))}}]}""";
    }
}
