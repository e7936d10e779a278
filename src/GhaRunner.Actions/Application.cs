using GhaRunner.Abstractions;
using GhaRunner.Actions.Catalogue;
using GhaRunner.Actions.Inputs;
using GhaRunner.Actions.Summaries;
using GhaRunner.Actions.Workflow;
using GhaRunner.Core.Deployment;
using GhaRunner.Core.GitHub;
using GhaRunner.Core.Reaping;
using GhaRunner.Core.Removal;
using GhaRunner.Core.TearDown;
using Microsoft.Extensions.DependencyInjection;

namespace GhaRunner.Actions;

/// <summary>
/// Runs one verb: masks, binds and checks the inputs, runs the use case, and turns its report into log, outputs, summary
/// and exit code.
/// </summary>
internal sealed class Application(ProcessEnvironment environment, WorkflowCommands commands, FileCommands files, bool isPost, CancellationToken hurry)
{
    private readonly GivenUpMark mark = new(environment);

    /// <summary>Runs a verb with a provider.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="commandLine">Values of command line options, by input name.</param>
    /// <param name="cancellationToken">Cancels; what was made is then taken back.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(Verb verb, ProviderDeclaration provider, IReadOnlyDictionary<string, string> commandLine, CancellationToken cancellationToken)
    {
        var declared = verb.InputsFor(provider);
        var values = new InputValues(environment, commandLine);
        foreach (var input in declared.Where(input => input.Attribute.Secret))
            commands.Mask(values.Of(input.Attribute));
        commands.Mask(environment[RunContext.IdTokenToken]);

        var binder = new InputBinder(values);
        var github = (GitHubOptions)binder.Bind(typeof(GitHubOptions));
        github.ReadsRuns = verb == Verb.Reap;
        var connection = binder.Bind(provider.ConnectionOptions);
        var machine = verb.TakesMachineOptions ? binder.Bind(provider.MachineOptions) : InputBinder.Defaults(provider.MachineOptions);
        var options = binder.Bind(verb.Options);
        binder.Add(values.Unknown([.. declared.Select(input => input.Name)]));
        var contextProblems = new List<InputProblem>();
        var run = RunContext.Read(environment, github.Scope, contextProblems);
        binder.Add(contextProblems);
        if (binder.Problems.Count > 0)
        {
            commands.Error(string.Join('\n', binder.Problems.Select(problem => $"{problem.Input} {problem.Message}").Prepend($"The inputs are not right; nothing was {(verb == Verb.Start ? "created" : verb == Verb.Stop ? "stopped" : "taken away")}.")));
            return ExitCodes.Inputs;
        }

        var host = Composition.Build(provider, [github, connection, machine, options], run, commands);
        await using var disposal = (IAsyncDisposable)host;
        return options switch
        {
            StartOptions when isPost => await PostAsync(host.Services, provider, cancellationToken),
            StartOptions => await StartAsync(host.Services, provider, cancellationToken),
            StopOptions stop => await StopAsync(host.Services, stop, cancellationToken),
            ReapOptions reap => await ReapAsync(host.Services, reap, cancellationToken),
            _ => throw new NotSupportedException($"The verb '{verb.Name}' has no use case."),
        };
    }

    /// <summary>Says why something failed: one message for what users can act on, the whole story for the rest.</summary>
    /// <param name="failure">The failure.</param>
    public void Explain(Exception failure)
    {
        switch (failure)
        {
            case OperationCanceledException:
                commands.Warning(failure.Message);
                break;
            case ActionableException { Category: not ErrorCategory.Unexpected } error when !environment.IsDebug:
                commands.Error(error.ToUserText());
                break;
            case ActionableException error:
                commands.Error(error.ToUserText());
                commands.Foreign("Details", error.ToString());
                break;
            default:
                commands.Error($"Unexpected: {failure.Message} This is a bug: please report it with the details below.");
                commands.Foreign("Details", failure.ToString());
                break;
        }
    }

    private async Task<int> StartAsync(IServiceProvider services, ProviderDeclaration provider, CancellationToken cancellationToken)
    {
        await using var outputs = new StartOutputs(files, mark, provider.Name, services.GetRequiredService<TimeProvider>());
        var report = await ActivatorUtilities.CreateInstance<StartRunners>(services, (IDeploymentObserver)outputs).RunAsync(cancellationToken, hurry);
        outputs.Flush();
        outputs.SaveOutcome(report);
        foreach (var (candidate, price) in report.Candidates)
            commands.Say($"Would try: {candidate} ({Markdown.Cost(price)} an hour)");
        foreach (var alike in report.LastLines)
            commands.Foreign($"Log of {string.Join(", ", alike.Select(diagnosis => diagnosis.Machine))}, last lines", alike.Key);
        if (!files.HasOutputs && report.Candidates.Count == 0 && (report.Failure is null || outputs.HasMachines))
            commands.Say(string.Join('\n', outputs.Current().Select(output => $"{output.Key}={output.Value}")));
        return Finish(Told(report.Failure, report.RolledBack), StartSummary.Render(report));
    }

    /// <summary>After the job's steps: takes back what a start has made that was killed, cancelled or could not clean up.</summary>
    private async Task<int> PostAsync(IServiceProvider services, ProviderDeclaration provider, CancellationToken cancellationToken)
    {
        var start = environment["STATE_" + StartOutputs.StartState];
        var outcome = environment["STATE_" + StartOutputs.OutcomeState];
        if (start.Length == 0 || outcome is StartOutputs.Online or StartOutputs.NothingIsLeft)
        {
            commands.Say(outcome == StartOutputs.Online ? "The start came to its end; its machines are for the stop action." : "The start has left nothing to take back.");
            return ExitCodes.Success;
        }

        mark.Set(start);
        commands.Say($"The start did not come to its end: taking back what it has made on {provider.Name} (tags {OwnershipTags.Start}={start}).");
        var report = await ActivatorUtilities.CreateInstance<TakeBack>(services).RunAsync(start, mayBeAlive: outcome.Length == 0, cancellationToken);
        return Finish(Told(report.Failure, report.Removed), StopSummary.Render(report, dryRun: false));
    }

    private async Task<int> StopAsync(IServiceProvider services, StopOptions options, CancellationToken cancellationToken)
    {
        var report = await ActivatorUtilities.CreateInstance<StopRunners>(services).RunAsync(cancellationToken);
        IReadOnlyList<string> gone = [.. report.Removed.GoneMachines, .. report.Machines.Where(machine => machine.Finding == Finding.GoneBefore).Select(machine => machine.Id)];
        files.SetOutputs([new(OutputNames.Stopped, System.Text.Json.JsonSerializer.Serialize(gone, OutputJson.Relaxed.IReadOnlyListString))]);
        foreach (var machine in report.Machines)
            commands.Say($"{machine.Id}: {StopSummary.StateOf(machine, report, options.DryRun)}, lived {Markdown.Seconds(machine.Lived)} s, cost {Markdown.Cost(machine.Cost)}");
        return Finish(Told(report.Failure, report.Removed), StopSummary.Render(report, options.DryRun));
    }

    private async Task<int> ReapAsync(IServiceProvider services, ReapOptions options, CancellationToken cancellationToken)
    {
        var report = await ActivatorUtilities.CreateInstance<ReapRunners>(services).RunAsync(cancellationToken);
        files.SetOutputs([new(OutputNames.Reaped, System.Text.Json.JsonSerializer.Serialize(report.Removed.GoneMachines, OutputJson.Relaxed.IReadOnlyListString))]);
        foreach (var line in ReapSummary.Lines(report, options.DryRun))
            commands.Say(line);
        return Finish(Told(report.Failure, report.Removed), ReapSummary.Render(report, options.DryRun));
    }

    /// <summary>A cancel is told with what it leaves.</summary>
    private static Exception? Told(Exception? failure, CleanUpReport? removed) => failure is OperationCanceledException
        ? new OperationCanceledException($"Cancelled. {(removed is null ? "Nothing was made." : removed.Describe())}", failure)
        : failure;

    private int Finish(Exception? failure, string summary)
    {
        if (failure is not null)
            Explain(failure);
        files.AppendSummary(summary);
        return ExitCodes.Of(failure);
    }
}
