using System.Collections.Concurrent;

namespace GhaRunner.Simulator.GitHub.Access;

/// <summary>The tokens that are valid now, and how much of their hourly budget is used.</summary>
internal sealed class TokenStore
{
    private readonly ConcurrentDictionary<string, AccessToken> _tokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _used = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;

    public TokenStore(SimulatorOptions options)
    {
        _time = options.TimeProvider;
        foreach (var token in options.Tokens)
            _tokens[token.Value] = token;
    }

    /// <summary>Calls that a token may make in an hour.</summary>
    public static int HourlyLimit => 5000;

    public void Add(AccessToken token) => _tokens[token.Value] = token;

    public void Revoke(string value) => _tokens.TryRemove(value, out _);

    public AccessToken? Find(string value) =>
        _tokens.TryGetValue(value, out var token) && (token.ExpiresAt is not { } expiry || expiry > _time.GetUtcNow()) ? token : null;

    /// <summary>Counts one call.</summary>
    /// <returns>The calls of the token so far.</returns>
    public int Charge(string value) => _used.AddOrUpdate(value, 1, static (_, count) => count + 1);

    public int Used(string value) => _used.GetValueOrDefault(value);
}
