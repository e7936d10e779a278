namespace GhaRunner.Faults.Schedules;

/// <summary>How many requests the stages of a provider make when all goes well; the stage after the job, when the start was killed.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Of">The requests of each stage.</param>
internal sealed record RequestCounts(string Provider, IReadOnlyDictionary<Stage, int> Of);
