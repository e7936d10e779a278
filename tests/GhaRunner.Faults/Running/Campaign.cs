using System.Collections.Concurrent;
using GhaRunner.Faults.Schedules;

namespace GhaRunner.Faults.Running;

/// <summary>Runs many schedules side by side: most of their time they wait.</summary>
/// <param name="settings">How each is run.</param>
/// <param name="parallel">How many at a time.</param>
/// <param name="heard">Is told of each that is over, from one thread at a time.</param>
internal sealed class Campaign(RunSettings settings, int parallel, Action<Verdict> heard)
{
    private readonly Lock gate = new();

    /// <summary>Counts the requests of a provider's stages, in workflows in which nothing goes wrong but what must.</summary>
    /// <param name="provider">The provider.</param>
    /// <exception cref="InvalidOperationException">Something went wrong all the same.</exception>
    public async Task<RequestCounts> CountAsync(string provider)
    {
        var all = settings with { Without = [], SkipIdle = false };
        var lostRun = CountAsync(new Schedule { Provider = provider, Lost = [Stage.Stop] }, all);
        var whole = await CountAsync(new Schedule { Provider = provider }, all);
        var lost = await lostRun;

        // Before its end, of which the moment varies with how often it looks, and after its first creation.
        var late = Math.Max(1, whole[Stage.Start] * 2 / 3);
        var killed = await CountAsync(new Schedule { Provider = provider, Faults = [new Fault(Stage.Start, late, FaultKind.KilledAfter)] }, all);
        return new RequestCounts(provider, new Dictionary<Stage, int>
        {
            [Stage.Start] = whole[Stage.Start], [Stage.Post] = killed[Stage.Post], [Stage.Stop] = whole[Stage.Stop], [Stage.Reap] = lost[Stage.Reap],
        });
    }

    /// <summary>Runs schedules.</summary>
    /// <param name="schedules">The schedules; each must be of a provider that has a world.</param>
    /// <returns>How they ended.</returns>
    public async Task<IReadOnlyList<Verdict>> RunAsync(IEnumerable<Schedule> schedules)
    {
        var verdicts = new ConcurrentBag<Verdict>();
        await Parallel.ForEachAsync(schedules, new ParallelOptions { MaxDegreeOfParallelism = parallel }, async (schedule, _) =>
        {
            var verdict = await ScheduleRun.RunAsync(schedule, settings);
            verdicts.Add(verdict);
            lock (gate)
                heard(verdict);
        });
        return [.. verdicts];
    }

    private static async Task<IReadOnlyDictionary<Stage, int>> CountAsync(Schedule schedule, RunSettings settings)
    {
        var verdict = await ScheduleRun.RunAsync(schedule, settings);
        return verdict.Findings.Count == 0
            ? verdict.Requests
            : throw new InvalidOperationException($"Without faults, all should be well. {schedule}: {string.Join("; ", verdict.Findings)}\n{string.Join('\n', verdict.Logs)}");
    }
}
