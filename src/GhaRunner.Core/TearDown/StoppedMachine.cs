using GhaRunner.Abstractions;

namespace GhaRunner.Core.TearDown;

/// <summary>One machine that a stop was to take away.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Label">Its runner's label; empty when neither the mapping nor its tags tell it.</param>
/// <param name="Lived">From its creation until its end or now, when the provider tells its creation.</param>
/// <param name="HourlyPrice">US dollars an hour, if known.</param>
public sealed record StoppedMachine(string Id, string Label, TimeSpan? Lived, decimal? HourlyPrice)
{
    /// <summary>What was found of it.</summary>
    public Finding Finding { get; init; } = Finding.NotFound;

    /// <summary>
    /// Whether to ask for its deletion: also of one that is gone, since something may have outlived it, and of one that could
    /// not be asked for, if its label is ours.
    /// </summary>
    internal bool MayBeDeleted => Finding is Finding.There or Finding.GoneBefore || (Finding == Finding.Unknown && Abstractions.OwnedName.TryParse(Label, out _));

    /// <summary>What it is, for its price.</summary>
    public Candidate Candidate { get; init; } = new();

    /// <summary>What it cost in US dollars: time by price; <see langword="null"/> when either is unknown.</summary>
    public decimal? Cost => Lived is { } lived && HourlyPrice is { } price ? Math.Round(price * (decimal)lived.TotalHours, 4) : null;
}
