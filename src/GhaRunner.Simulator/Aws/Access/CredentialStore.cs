using System.Collections.Concurrent;

namespace GhaRunner.Simulator.Aws.Access;

/// <summary>The access keys that are known: those of users, and those of sessions.</summary>
internal sealed class CredentialStore
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;

    public CredentialStore(AwsOptions options, TimeProvider time)
    {
        _time = time;
        foreach (var key in options.AccessKeys)
        {
            var caller = new Caller(key.AccessKeyId, $"arn:aws:iam::{options.AccountId}:user/{key.UserName}", AccessKeyIds.New("AIDA"));
            _entries[key.AccessKeyId] = new Entry(caller, null, null);
        }
    }

    /// <summary>Remembers the credentials of a session.</summary>
    public void Add(string accessKeyId, string sessionToken, DateTimeOffset expiry, Caller caller) =>
        _entries[accessKeyId] = new Entry(caller, sessionToken, expiry);

    /// <summary>Finds out who calls.</summary>
    public (CredentialState State, Caller? Caller) Identify(string accessKeyId, string? sessionToken)
    {
        if (!_entries.TryGetValue(accessKeyId, out var entry) || entry.SessionToken != sessionToken)
            return (CredentialState.Unknown, null);
        return entry.Expiry is { } expiry && expiry <= _time.GetUtcNow() ? (CredentialState.Expired, null) : (CredentialState.Valid, entry.Caller);
    }

    private sealed record Entry(Caller Caller, string? SessionToken, DateTimeOffset? Expiry);
}
