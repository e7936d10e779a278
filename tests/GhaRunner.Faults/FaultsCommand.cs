using System.Diagnostics;
using GhaRunner.Faults.Reporting;
using GhaRunner.Faults.Running;
using GhaRunner.Faults.Schedules;
using GhaRunner.Faults.Worlds;

namespace GhaRunner.Faults;

/// <summary>Runs what the options say, and reports.</summary>
internal static class FaultsCommand
{
    private const int AllIsWell = 0, SomethingIsWrong = 1, Usage = 2;

    // A line a hundred schedules, so that one sees that it goes on.
    private const int Progress = 100;

    /// <summary>Runs it.</summary>
    /// <param name="options">What to run.</param>
    /// <param name="output">For people.</param>
    /// <returns>The exit code: 0 when nothing is wrong.</returns>
    public static async Task<int> RunAsync(FaultsOptions options, TextWriter output)
    {
        if (!File.Exists(options.Settings.Program))
        {
            await output.WriteLineAsync($"There is no program '{options.Settings.Program}': build it with eng/faults.sh.");
            return Usage;
        }

        return options.Replay.Length > 0 ? await ReplayAsync(options.Replay, options.Settings, output) : await RunSetsAsync(options, output);
    }

    private static async Task<int> ReplayAsync(string line, RunSettings settings, TextWriter output)
    {
        Schedule schedule;
        try
        {
            schedule = Schedule.Parse(line);
            if (!WorldCatalogue.Names.Contains(schedule.Provider))
                throw new FormatException($"There is no provider '{schedule.Provider}': {string.Join(", ", WorldCatalogue.Names)}.");
        }
        catch (FormatException problem)
        {
            await output.WriteLineAsync(problem.Message);
            return Usage;
        }

        var verdict = await ScheduleRun.RunAsync(schedule, settings);
        foreach (var log in verdict.Logs)
            await output.WriteLineAsync(log);
        await output.WriteLineAsync($"{schedule}: {verdict.Struck} of {schedule.Faults.Count} faults struck; requests: {string.Join(", ", verdict.Requests.Select(pair => $"{Words.Of(pair.Key)} {pair.Value}"))}");
        Tell(verdict, output);
        return verdict.Findings.Count == 0 ? AllIsWell : SomethingIsWrong;
    }

    private static async Task<int> RunSetsAsync(FaultsOptions options, TextWriter output)
    {
        var begun = Stopwatch.GetTimestamp();
        var done = 0;
        var campaign = new Campaign(options.Settings, options.Parallel, verdict =>
        {
            Tell(verdict, output);
            if (++done % Progress == 0)
                output.WriteLine($"{done} schedules after {Stopwatch.GetElapsedTime(begun).TotalSeconds:0} s");
        });

        var sets = new List<ScheduleSet>();
        var skipped = options.Providers.ToLookup(WorldCatalogue.WhySkip);
        foreach (var group in skipped.Where(group => group.Key is not null))
            await output.WriteLineAsync($"{string.Join(", ", group)}: left out, {group.Key}");
        foreach (var counts in await Task.WhenAll(skipped[null].Select(campaign.CountAsync)))
        {
            await output.WriteLineAsync($"{counts.Provider}: {string.Join(", ", counts.Of.Select(pair => $"{pair.Value} requests of {Words.Of(pair.Key)}"))}");
            sets.Add(new ScheduleSet(counts));
        }

        var random = new Random(options.Seed);
        IReadOnlyList<Schedule> schedules =
        [
            .. options.Singles ? sets.SelectMany(set => set.Singles()) : [],
            .. Enumerable.Range(0, options.Schedules).Select(index => sets[index % sets.Count].Draw(random)),
        ];
        var verdicts = await campaign.RunAsync(schedules);
        var wrong = verdicts.Count(verdict => verdict.Findings.Count > 0);
        await output.WriteLineAsync($"""

            {Table.Of(verdicts)}

            {verdicts.Count} schedules, of which {options.Schedules} drawn with seed {options.Seed}, in {Stopwatch.GetElapsedTime(begun).TotalSeconds:0} s; {Nets(options.Settings.Without)}; {wrong} with findings, {verdicts.Sum(verdict => verdict.Struck)} faults struck
            """);
        return wrong == 0 ? AllIsWell : SomethingIsWrong;
    }

    private static string Nets(IReadOnlyCollection<Stage> without) =>
        without.Count == 0 ? "all nets on" : $"switched off: {string.Join(", ", without.Select(stage => Words.Of(stage)))}";

    private static void Tell(Verdict verdict, TextWriter output)
    {
        foreach (var finding in verdict.Findings)
            output.WriteLine($"{verdict.Schedule}\n    {finding}");
    }
}
