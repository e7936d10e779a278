using System.Collections.Concurrent;
using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using GhaRunner.Simulator.Hosting;

namespace GhaRunner.Simulator.Aws.Access;

/// <summary>Who may do what, and the messages that say why.</summary>
internal sealed class Permissions
{
    private readonly Dictionary<string, IReadOnlyList<string>> _allowed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, HashSet<string>> _denied = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _messages = new(StringComparer.Ordinal);

    public Permissions(AwsOptions options)
    {
        foreach (var key in options.AccessKeys)
            Deny(key.AccessKeyId, key.DeniedActions);
        foreach (var role in options.Roles)
        {
            Deny(role.Arn, role.DeniedActions);
            if (role.AllowedActions is not null)
                _allowed[role.Arn] = role.AllowedActions;
        }
    }

    public void Deny(string principal, IEnumerable<string> actions) =>
        _denied.AddOrUpdate(principal, _ => [.. actions], (_, before) => [.. before, .. actions]);

    public void Allow(string principal, IReadOnlyCollection<string> actions) =>
        _denied.AddOrUpdate(principal, _ => [], (_, before) => actions.Count == 0 ? [] : [.. before.Except(actions)]);

    public bool Allows(Caller caller, string action) =>
        (!_allowed.TryGetValue(caller.Key, out var allowed) || AnyMatches(allowed, action))
            && (!_denied.TryGetValue(caller.Key, out var denied) || !AnyMatches(denied, action));

    /// <summary>Keeps what an encoded authorization message says, and returns the message.</summary>
    public string Encode(Caller caller, string action, string resource)
    {
        var encoded = Convert.ToBase64String(RandomNumberGenerator.GetBytes(240)).Replace('+', '-').Replace('/', '_');
        _messages[encoded] = Json.Text(new JsonObject
        {
            ["allowed"] = false,
            ["explicitDeny"] = false,
            ["matchedStatements"] = new JsonObject { ["items"] = new JsonArray() },
            ["failures"] = new JsonObject { ["items"] = new JsonArray() },
            ["context"] = new JsonObject
            {
                ["principal"] = new JsonObject { ["id"] = caller.UserId, ["arn"] = caller.Arn },
                ["action"] = action,
                ["resource"] = resource,
                ["conditions"] = new JsonObject { ["items"] = new JsonArray() },
            },
        });
        return encoded;
    }

    public string? Decode(string encoded) => _messages.GetValueOrDefault(encoded);

    private static bool AnyMatches(IEnumerable<string> patterns, string action) => patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, action));
}
