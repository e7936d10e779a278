using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using GhaRunner.Abstractions;
using GhaRunner.Actions.Catalogue;
using GhaRunner.Core.Deployment;
using GhaRunner.Core.TearDown;

namespace GhaRunner.Actions.Workflow;

/// <summary>
/// Hands the machines on as soon as they exist, so that a start that is killed still tells the stop job what to stop.
/// Bursts are gathered for a moment: the files only ever grow. An empty mapping says "look for them by their tags", the
/// mapping <c>{}</c> says that nothing is left to stop.
/// </summary>
internal sealed class StartOutputs : IDeploymentObserver, IAsyncDisposable
{
    /// <summary>The state by which later stages of the step find the machines of this start.</summary>
    public const string StartState = "start";

    /// <summary>The state that tells later stages how the start ended; missing when it was killed, or still goes on.</summary>
    public const string OutcomeState = "outcome";

    /// <summary>The outcome of a start whose runners are online: what it made is wanted.</summary>
    public const string Online = "online";

    /// <summary>The outcome of a start that has made nothing, or taken all of it back.</summary>
    public const string NothingIsLeft = "nothing-left";

    /// <summary>The outcome of a start that could not take back everything.</summary>
    public const string SomethingMayBeLeft = "left";

    private static readonly TimeSpan burst = TimeSpan.FromMilliseconds(200);

    private readonly FileCommands files;
    private readonly GivenUpMark mark;
    private readonly string provider;
    private string start = "";
    private readonly ITimer timer;
    private readonly Lock gate = new();
    private IReadOnlyList<LeasedMachine> latest = [];
    private bool nothingLeft;
    private bool gathering;
    private bool pending;

    /// <summary>Makes the outputs; writes nothing yet.</summary>
    /// <param name="files">Where they go.</param>
    /// <param name="mark">Where a later stage gives the start up.</param>
    /// <param name="provider">The provider's name.</param>
    /// <param name="timeProvider">The clock.</param>
    public StartOutputs(FileCommands files, GivenUpMark mark, string provider, TimeProvider timeProvider)
    {
        this.files = files;
        this.mark = mark;
        this.provider = provider;
        timer = timeProvider.CreateTimer(_ => EndOfBurst(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public bool IsGivenUp => mark.IsSet(start);

    /// <summary>Tells later stages of the step how the start has ended.</summary>
    /// <param name="report">The start's report.</param>
    public void SaveOutcome(DeploymentReport report)
    {
        if (start.Length == 0)
            return; // A dry run makes nothing, and has told of no start.
        var nothingWasMade = report.Leases.Count == 0;
        files.SaveState(OutcomeState, report.Failure is null ? Online : nothingWasMade || report.RolledBack is { IsComplete: true } ? NothingIsLeft : SomethingMayBeLeft);
    }

    /// <inheritdoc/>
    public void Begun(string start)
    {
        this.start = start;
        files.SaveState(StartState, start);
        lock (gate)
            Write();
    }

    /// <inheritdoc/>
    public void MachinesChanged(IReadOnlyList<LeasedMachine> machines)
    {
        lock (gate)
        {
            latest = machines;
            pending = true;
            if (gathering)
                return;
            Write();
            gathering = true;
            timer.Change(burst, Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc/>
    public void NothingLeft()
    {
        lock (gate)
        {
            nothingLeft = true;
            pending = true;
        }
    }

    /// <summary>Writes what a burst has held back.</summary>
    public void Flush()
    {
        lock (gate)
        {
            if (pending)
                Write();
        }
    }

    /// <summary>Whether there is a machine to hand on.</summary>
    public bool HasMachines => latest.Count > 0;

    /// <summary>The outputs as they are now.</summary>
    /// <returns>Names and values.</returns>
    public IReadOnlyList<KeyValuePair<string, string>> Current() =>
    [
        new(OutputNames.Mapping, latest.Count == 0 && !nothingLeft ? "" : MachineMapping.Format(latest.Select(machine => KeyValuePair.Create(machine.Id, machine.Label)))),
        new(OutputNames.Instances, JsonSerializer.Serialize([.. latest.Select(machine => machine.Label)], OutputJson.Relaxed.IReadOnlyListString)),
        new(OutputNames.Machines, JsonSerializer.Serialize([.. latest.Select(machine => MachineOutput.Of(machine, provider))], OutputJson.Relaxed.IReadOnlyListMachineOutput)),
    ];

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => timer.DisposeAsync();

    private void EndOfBurst()
    {
        lock (gate)
        {
            gathering = false;
            if (pending)
                Write();
        }
    }

    private void Write()
    {
        files.SetOutputs(Current());
        pending = false;
    }
}

internal sealed record MachineOutput(
    string Id, string Label, string RunnerName, string Provider, CandidateOutput Candidate, decimal? HourlyPriceUsd, DateTimeOffset ExpiresAt)
{
    public static MachineOutput Of(LeasedMachine machine, string provider) => new(
        machine.Id, machine.Label, machine.RunnerName, provider, CandidateOutput.Of(machine.Candidate), machine.HourlyPrice, machine.ExpiresAt);
}

internal sealed record CandidateOutput(string Region, string Zone, string Type, string Market)
{
    public static CandidateOutput Of(Candidate candidate) => new(
        candidate.Region, candidate.Zone, candidate.InstanceType, JsonNamingPolicy.KebabCaseLower.ConvertName(candidate.Market.ToString()));
}

[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<MachineOutput>))]
internal sealed partial class OutputJson : JsonSerializerContext
{
    public static OutputJson Relaxed { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    });
}
