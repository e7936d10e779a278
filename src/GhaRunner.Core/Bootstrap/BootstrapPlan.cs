namespace GhaRunner.Core.Bootstrap;

/// <summary>What a machine is to do from its first instruction to its end.</summary>
public sealed record BootstrapPlan
{
    /// <summary>How it becomes a runner.</summary>
    public required RunnerRegistration Registration { get; init; }

    /// <summary>The runner to download and verify, or <see langword="null"/> to use the one that the image holds.</summary>
    public RunnerPackage? Package { get; init; }

    /// <summary>Bash to run as root before the runner registers; empty for none. May hold secrets of the user.</summary>
    public string SetupScript { get; init; } = "";

    /// <summary>The machine ends itself after this long, whatever happens.</summary>
    public required TimeSpan TimeToLive { get; init; }

    /// <summary>The machine ends itself when its runner has had no job for this long.</summary>
    public required TimeSpan IdleTimeout { get; init; }

    /// <summary>The machine ends itself when its runner is not listening for jobs within this long.</summary>
    public required TimeSpan RegistrationTimeout { get; init; }
}
