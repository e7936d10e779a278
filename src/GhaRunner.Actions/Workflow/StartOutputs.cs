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
/// Bursts are gathered: the files only ever grow.
/// </summary>
internal sealed class StartOutputs(FileCommands files, string provider, TimeProvider timeProvider) : IDeploymentObserver
{
    /// <summary>The state by which later stages of the step find the machines of this start.</summary>
    public const string StartState = "start";

    private static readonly TimeSpan burst = TimeSpan.FromMilliseconds(200);

    private IReadOnlyList<Lease> latest = [];
    private long written;
    private bool pending;

    /// <inheritdoc/>
    public void Begun(string start)
    {
        files.SaveState(StartState, start);
        Write([]);
    }

    /// <inheritdoc/>
    public void MachinesChanged(IReadOnlyList<Lease> leases)
    {
        var first = latest.Count == 0;
        latest = leases;
        pending = true;
        if (first || timeProvider.GetElapsedTime(written) > burst)
            Flush();
    }

    /// <summary>Writes what a burst has held back.</summary>
    public void Flush()
    {
        if (pending)
            Write(latest);
        pending = false;
    }

    private void Write(IReadOnlyList<Lease> leases)
    {
        files.TrySetOutputs(
        [
            new(OutputNames.Mapping, MachineMapping.Format(leases.Select(lease => KeyValuePair.Create(lease.MachineId!, lease.Label)))),
            new(OutputNames.Instances, JsonSerializer.Serialize([.. leases.Select(lease => lease.Label)], OutputJson.Relaxed.IReadOnlyListString)),
            new(OutputNames.Machines, JsonSerializer.Serialize([.. leases.Select(lease => MachineOutput.Of(lease, provider))], OutputJson.Relaxed.IReadOnlyListMachineOutput)),
        ]);
        written = timeProvider.GetTimestamp();
    }
}

internal sealed record MachineOutput(
    string Id, string Label, string RunnerName, string Provider, CandidateOutput Candidate, decimal? HourlyPriceUsd, DateTimeOffset ExpiresAt)
{
    public static MachineOutput Of(Lease lease, string provider) => new(
        lease.MachineId!, lease.Label, lease.RunnerName, provider, CandidateOutput.Of(lease.Candidate ?? new Candidate()), lease.HourlyPrice, lease.Ownership.ExpiresAt);
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
