using System.Security.Cryptography;

namespace GhaRunner.Simulator.GitHub.Runners;

/// <summary>The sessions of connected runners: one a runner, alive as long as it is heard of.</summary>
internal sealed class Sessions(Fleet fleet, SimulatorOptions options, Pulse pulse)
{
    private DateTimeOffset Now => options.TimeProvider.GetUtcNow();

    /// <summary>Opens a session.</summary>
    /// <returns>Its id, or <see langword="null"/> when the runner has a live session already.</returns>
    public string? Open(Runner runner, string operatingSystem, string version)
    {
        lock (fleet.Gate)
        {
            if (runner.IsOnline(options.OfflineAfter, Now))
                return null;
            runner.SessionId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
            runner.OperatingSystem = operatingSystem;
            runner.Version = version;
            runner.LastHeardOf = Now;
            pulse.Beat();
            return runner.SessionId;
        }
    }

    public void Close(Runner runner, string sessionId)
    {
        lock (fleet.Gate)
        {
            if (runner.SessionId != sessionId)
                return;
            runner.SessionId = null;
            pulse.Beat();
        }
    }

    public void Heartbeat(Runner runner)
    {
        lock (fleet.Gate)
            runner.LastHeardOf = Now;
    }

    /// <summary>Marks a poll as open until the result is disposed of.</summary>
    public IDisposable BeginPoll(Runner runner)
    {
        lock (fleet.Gate)
        {
            runner.OpenPolls++;
            return new OpenPoll(this, runner);
        }
    }

    private void EndPoll(Runner runner)
    {
        lock (fleet.Gate)
        {
            runner.OpenPolls--;
            runner.LastHeardOf = Now;
        }
    }

    private sealed class OpenPoll(Sessions sessions, Runner runner) : IDisposable
    {
        public void Dispose() => sessions.EndPoll(runner);
    }
}
