using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace GhaRunner.Simulator.GitHub.Runners;

/// <summary>The tokens for <c>config.sh</c>: good for an hour, and for any number of runners of one scope.</summary>
internal sealed class RegistrationTokens(TimeProvider time)
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<string, (RunnerScope Scope, bool ForRemoval, DateTimeOffset ExpiresAt)> _tokens = new(StringComparer.Ordinal);

    public (string Token, DateTimeOffset ExpiresAt) Issue(RunnerScope scope, bool forRemoval)
    {
        // 29 capital letters and digits, beginning with A, as the real ones.
        var token = "A" + RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 28);
        var expiresAt = time.GetUtcNow() + s_lifetime;
        _tokens[token] = (scope, forRemoval, expiresAt);
        return (token, expiresAt);
    }

    public bool Accepts(string token, RunnerScope scope, bool forRemoval) =>
        _tokens.TryGetValue(token, out var known) && known.Scope == scope && known.ForRemoval == forRemoval && known.ExpiresAt > time.GetUtcNow();
}
