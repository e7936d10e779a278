using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using GhaRunner.Simulator.Hosting;

namespace GhaRunner.Simulator.GitHub.Runners;

/// <summary>The configuration files of a runner, alone or as the one string that <c>generate-jitconfig</c> answers.</summary>
internal static class JitConfiguration
{
    /// <summary>The files that <c>config.sh</c> leaves behind: name to content.</summary>
    public static Dictionary<string, string> Files(Runner runner, Uri serverUrl) => new()
    {
        [".runner"] = Settings(runner, serverUrl),
        [".credentials"] = Json.Text(new JsonObject
        {
            ["Scheme"] = "OAuth",
            ["Data"] = new JsonObject
            {
                ["ClientId"] = runner.ClientId,
                ["AuthorizationUrl"] = new Uri(serverUrl, "_runner/token").ToString(),
                ["RequireFipsCryptography"] = "True",
            },
        }),
        [".credentials_rsaparams"] = KeyLookalike(),
    };

    /// <summary>Base64 of a JSON map, file name to base64 content, padded to about the wanted length.</summary>
    public static string Encode(Runner runner, Uri serverUrl, int wantedBytes)
    {
        var files = Files(runner, serverUrl);
        var blob = Encode(files);
        if (blob.Length >= wantedBytes)
            return blob;

        // A byte of content becomes 4/3 bytes twice.
        var missing = (wantedBytes - blob.Length) * 9 / 16;
        files[".runner"] = files[".runner"][..^1] + ",\"Padding\":\"" + new string('x', missing) + "\"}";
        return Encode(files);
    }

    private static string Encode(Dictionary<string, string> files)
    {
        var map = new JsonObject();
        foreach (var (name, content) in files)
            map[name] = Base64(content);
        return Base64(Json.Text(map));
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Settings(Runner runner, Uri serverUrl) => Json.Text(new JsonObject
    {
        ["AgentId"] = runner.Id.ToString(CultureInfo.InvariantCulture),
        ["AgentName"] = runner.Specification.Name,
        ["PoolId"] = runner.Specification.Group.Id.ToString(CultureInfo.InvariantCulture),
        ["PoolName"] = runner.Specification.Group.Name,
        ["DisableUpdate"] = runner.Specification.DisableUpdate ? "True" : "False",
        ["Ephemeral"] = runner.Specification.Ephemeral ? "True" : "False",
        ["ServerUrl"] = new Uri(serverUrl, "_runner").ToString(),
        ["GitHubUrl"] = new Uri(serverUrl, runner.Scope.ToString()).ToString(),
        ["WorkFolder"] = runner.Specification.WorkFolder,
        ["UseV2Flow"] = "True",
    });

    /// <summary>
    /// The fields and sizes of a 2048-bit RSA key, with random content: the stand-in runner never signs anything, and
    /// making hundreds of keys takes minutes.
    /// </summary>
    private static string KeyLookalike() => Json.Text(new JsonObject
    {
        ["d"] = Random(256),
        ["dp"] = Random(128),
        ["dq"] = Random(128),
        ["exponent"] = "AQAB",
        ["inverseQ"] = Random(128),
        ["modulus"] = Random(256),
        ["p"] = Random(128),
        ["q"] = Random(128),
    });

    private static string Random(int bytes) => Convert.ToBase64String(RandomNumberGenerator.GetBytes(bytes));
}
