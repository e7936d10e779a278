using GhaRunner.Core.Tests.Support;

namespace GhaRunner.Core.Tests.Reaping;

/// <summary>A scene with what starts leave behind, and runs in any state.</summary>
public abstract class ReapTests
{
    private protected Scene Scene { get; } = new();

    private protected DateTimeOffset Now => Scene.Clock.GetUtcNow();

    /// <summary>Puts a machine there with its registration.</summary>
    /// <returns>Its name, which is its runner's too.</returns>
    private protected string Make(long run = 100, int attempt = 1, string start = "abcd1234", TimeSpan? expiresIn = null)
    {
        var owned = Scene.Owned(start: start, run: run, attempt: attempt) with { ExpiresAt = Now + (expiresIn ?? TimeSpan.FromHours(3)) };
        Scene.Cloud.Add(owned);
        Scene.GitHub.Add(owned.MachineName, owned.MachineName);
        return owned.MachineName;
    }

    private protected void Running(long run, int attempt = 1) => Scene.GitHub.Attempts[(run, attempt)] = ("in_progress", Now);

    private protected void Over(long run, int attempt = 1, double minutes = 60) => Scene.GitHub.Attempts[(run, attempt)] = ("completed", Now - TimeSpan.FromMinutes(minutes));
}
