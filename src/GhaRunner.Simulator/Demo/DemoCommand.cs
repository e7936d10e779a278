using System.Runtime.InteropServices;
using GhaRunner.Simulator.ThisMachine;

namespace GhaRunner.Simulator.Demo;

/// <summary>The verb <c>demo</c>: the product at work against a simulated GitHub, and the proof that nothing is left of it.</summary>
internal static class DemoCommand
{
    private const int Failed = 1, Usage = 2, Interrupted = 130;

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var (options, problem) = DemoOptions.Parse(arguments);
        if (options is null)
        {
            Terminal.Print(problem);
            Terminal.Print(DemoOptions.UsageText);
            return Usage;
        }

        using var cancelled = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        using var engine = new DockerEngine(Terminal.Variable("DOCKER_HOST"));
        var screen = new DemoScreen(Terminal.Open(), Terminal.IsRich);
        var directory = Directory.CreateTempSubdirectory("gha-demo-").FullName;
        var begun = TimeProvider.System.GetTimestamp();

        screen.Say("bold", "GhaRunner demo: start a machine, run a job on it, give it back.");
        var (providers, missing) = await new ProviderChoice(options, engine, directory).MakeAsync(CancellationToken.None);
        foreach (var (name, reason) in missing)
            screen.Say("yellow", $"Without {name}: {reason}.");
        var runs = providers.Select(provider => new ThreeJobs(provider, options, screen, directory)).ToList();
        var jobs = runs.SelectMany(run => run.Jobs).ToList();
        if (runs.Count > 0)
            await screen.WatchAsync(jobs, () => RunAllAsync(runs, cancelled.Token));

        var proofs = runs.SelectMany(run => run.Proofs).ToList();
        if (proofs.TrueForAll(proof => proof.Holds))
            Directory.Delete(directory, recursive: true);
        proofs.Add(Proof.Nothing($"temporary directory {directory}", Directory.Exists(directory) ? Directory.GetFileSystemEntries(directory) : []));
        Report(screen, jobs, proofs);

        var isShort = missing.Keys.Any(options.Providers.Contains);
        var good = proofs.TrueForAll(proof => proof.Holds) && (cancelled.IsCancellationRequested || (!isShort && jobs.TrueForAll(job => job.State == JobState.Succeeded)));
        screen.Say(good ? "green" : "red", string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{(!good ? "Failed" : cancelled.IsCancellationRequested ? "Cancelled; nothing is left" : "All done; nothing is left")} after {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:0.0} s."));
        return !good ? Failed : cancelled.IsCancellationRequested ? Interrupted : 0;

        void Cancel(PosixSignalContext context)
        {
            context.Cancel = true;
            cancelled.Cancel();
        }
    }

    private static async Task RunAllAsync(IEnumerable<ThreeJobs> runs, CancellationToken cancellationToken)
    {
        foreach (var run in runs.TakeWhile(_ => !cancellationToken.IsCancellationRequested))
        {
            await using var simulator = run;
            await run.RunAsync(cancellationToken);
        }
    }

    private static void Report(DemoScreen screen, IReadOnlyList<DemoJob> jobs, IReadOnlyList<Proof> proofs)
    {
        foreach (var job in jobs.Where(job => job.Summary.Length > 0))
        {
            screen.Head($"{job.Provider}: summary of job {job.Name}");
            SummaryText.Show(screen, job.Summary);
        }

        screen.Head("How long it took");
        screen.Show(
        [
            ["", "start to online", "test", "stop"],
            .. jobs.GroupBy(job => job.Provider).Select(provider => provider.Select(job => $"{JobBoard.Symbol(job)} {JobBoard.Seconds(job)}").Prepend(provider.Key).ToList()),
        ]);
        screen.Head("What is left");
        foreach (var proof in proofs)
            screen.Say(proof.Holds ? "green" : "red", $"{(proof.Holds ? "✓" : "✗")} {proof.Text}");
    }
}
