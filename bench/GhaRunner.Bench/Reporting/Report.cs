using System.Globalization;
using GhaRunner.Bench.Measurements;

namespace GhaRunner.Bench.Reporting;

/// <summary>The measurements as Markdown.</summary>
internal static class Report
{
    private const double Megabyte = 1_000_000;

    public static string Render(BenchOptions options, MachineShape machine, StartUp startUp, IReadOnlyList<Deployment> deployments, IReadOnlyList<CloudTraffic> cloud)
    {
        var counts = deployments.GroupBy(deployment => deployment.Count).ToList();
        return string.Join('\n',
            Invariant($"{machine}. Every API call takes {options.Latency.TotalMilliseconds:0} ms or more. Medians, with minimum and maximum where they differ.\n"),
            Invariant($"**Start-up**, {options.Launches} launches:\n"),
            StartUpTable(startUp),
            Invariant($"**`start local`**, {options.Repeat} runs each; moments in seconds since the process was spawned:\n"),
            MarkdownTable.Render(Heading("runners", counts), StartRows(counts)),
            Invariant($"**`stop local`** of the same:\n"),
            MarkdownTable.Render(Heading("runners", counts), StopRows(counts)),
            "**Requests to GitHub**:\n",
            MarkdownTable.Render(Heading("", counts), TrafficRows("start", counts, one => one.StartTraffic).Concat(TrafficRows("stop", counts, one => one.StopTraffic))),
            "**Requests to AWS**, `instance-type` with two types, one region, its default subnets, a role to assume:\n",
            MarkdownTable.Render(["", .. cloud.Select(one => one.Count.ToString(CultureInfo.InvariantCulture))], CloudRows("start", cloud, one => one.Start).Concat(CloudRows("stop", cloud, one => one.Stop))));
    }

    private static string StartUpTable(StartUp startUp) => MarkdownTable.Render(
        ["", "median", "minimum", "maximum"],
        [
            Row("start to first request (ms)", startUp.FirstRequest, 1),
            Row("an empty .NET program, start to end (ms)", startUp.EmptyProgram, 1),
            Row("peak memory (MB)", startUp.PeakMemory, Megabyte),
            Row("CPU of a start that GitHub refuses (ms)", startUp.CpuTime, 1),
            ["first request over empty program", Invariant($"{startUp.FirstRequest.Median / startUp.EmptyProgram.Median:0.0} ×"), "", ""],
        ]);

    private static string[] Row(string name, Sample sample, double unit) =>
        [name, Invariant($"{sample.Median / unit:0}"), Invariant($"{sample.Minimum / unit:0}"), Invariant($"{sample.Maximum / unit:0}")];

    private static IEnumerable<string[]> StartRows(IReadOnlyList<IGrouping<int, Deployment>> counts) =>
    [
        Cells("first request", counts, one => one.Timeline.FirstRequest),
        Cells("last registration asked for", counts, one => one.Timeline.LastRegistration),
        Cells("first machine created", counts, one => one.Timeline.FirstCreated),
        Cells("last machine created", counts, one => one.Timeline.LastCreated),
        Cells("last runner connected", counts, one => one.Timeline.LastConnected),
        Cells("**end: wall time**", counts, one => one.Timeline.Ended),
        Cells("a machine's boot, created to connected (mean)", counts, one => one.Timeline.MeanBoot),
        Cells("last runner connected to end", counts, one => one.Timeline.Notice),
        Cells("**our own time**: no machine was booting", counts, one => one.Timeline.OwnTime),
        Cells("our own share of the wall time (%)", counts, one => 100 * one.Timeline.OwnTime / one.Timeline.Ended, "0"),
        Cells("CPU (s)", counts, one => one.Start.CpuTime.TotalSeconds),
        Cells("peak memory (MB)", counts, one => one.Start.PeakMemory / Megabyte, "0"),
    ];

    private static IEnumerable<string[]> StopRows(IReadOnlyList<IGrouping<int, Deployment>> counts) =>
    [
        Cells("last registration removed", counts, one => one.LastRemoval),
        Cells("**end: wall time**", counts, one => one.Stop.WallTime.TotalSeconds),
        Cells("CPU (s)", counts, one => one.Stop.CpuTime.TotalSeconds),
        Cells("peak memory (MB)", counts, one => one.Stop.PeakMemory / Megabyte, "0"),
    ];

    private static IEnumerable<string[]> TrafficRows(string verb, IReadOnlyList<IGrouping<int, Deployment>> counts, Func<Deployment, Traffic> traffic) =>
    [
        Cells($"**{verb}: all**", counts, one => traffic(one).Total, "0"),
        .. Traffic.Kinds.Where(kind => counts.Any(group => group.Any(one => traffic(one).ByKind[kind] > 0)))
            .Select(kind => Cells($"{verb}: {kind}", counts, one => traffic(one).ByKind[kind], "0")),
        Cells($"{verb}: most at once", counts, one => traffic(one).PeakConcurrency, "0"),
        Cells($"{verb}: most points in a minute", counts, one => traffic(one).PeakPoints, "0"),
    ];

    private static IEnumerable<string[]> CloudRows(string verb, IReadOnlyList<CloudTraffic> cloud, Func<CloudTraffic, IReadOnlyDictionary<string, int>> requests) =>
    [
        [$"**{verb}: all**", .. cloud.Select(one => requests(one).Values.Sum().ToString(CultureInfo.InvariantCulture))],
        .. cloud.SelectMany(one => requests(one).Keys).Distinct().Order(StringComparer.Ordinal)
            .Select(action => (string[])[$"{verb}: {action}", .. cloud.Select(one => requests(one).GetValueOrDefault(action).ToString(CultureInfo.InvariantCulture))]),
    ];

    private static string[] Cells(string name, IReadOnlyList<IGrouping<int, Deployment>> counts, Func<Deployment, double> value, string format = "0.00") =>
        [name, .. counts.Select(group => new Sample(group.Select(value)).Describe(format))];

    private static string[] Heading(string name, IReadOnlyList<IGrouping<int, Deployment>> counts) =>
        [name, .. counts.Select(group => group.Key.ToString(CultureInfo.InvariantCulture))];

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
