using GhaRunner.Abstractions;

namespace GhaRunner.Core.Reaping;

/// <summary>One machine that the reaper has seen, and what it has decided.</summary>
/// <param name="Machine">The machine as it was seen.</param>
/// <param name="Decision">What was decided.</param>
/// <param name="Reason">Why, as a sentence without a full stop.</param>
/// <param name="Age">From its creation until its end or now, when the provider tells its creation.</param>
public sealed record ReapedMachine(Machine Machine, ReapDecision Decision, string Reason, TimeSpan? Age)
{
    /// <summary>US dollars an hour, if known.</summary>
    public decimal? HourlyPrice { get; init; }

    /// <summary>What it has cost so far in US dollars: time by price; <see langword="null"/> when either is unknown.</summary>
    public decimal? Cost => Age is { } age && HourlyPrice is { } price ? Math.Round(price * (decimal)age.TotalHours, 4) : null;

    /// <summary>Whether it is to go.</summary>
    public bool IsToGo => Decision is ReapDecision.Expired or ReapDecision.Forgotten;
}
