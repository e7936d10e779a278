using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Aws.Tests.Fixtures;

internal static class Ownerships
{
    public static Ownership New(int index = 1) => new()
    {
        Repository = "octo-org/octo-repo",
        RunId = 4711,
        RunAttempt = 1,
        Job = "start",
        Start = "abcd1234",
        Index = index,
        Scope = "octo-org/octo-repo",
        ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000),
    };
}
