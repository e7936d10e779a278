using System.Globalization;
using System.Text.RegularExpressions;
using Amazon.EC2;
using Amazon.EC2.Model;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Aws.Candidates;

namespace GhaRunner.Providers.Aws.Machines;

/// <summary>Turns what EC2 tells of an instance into a machine of the contract.</summary>
internal static partial class InstanceMapping
{
    /// <summary>Why an instance ended that somebody has asked EC2 to end.</summary>
    public const string EndedByUser = "Client.UserInitiatedShutdown";

    /// <summary>Reads an instance.</summary>
    /// <param name="instance">As described.</param>
    /// <param name="region">Its region.</param>
    /// <returns>The machine, or <see langword="null"/> when the instance is not ours.</returns>
    public static Machine? ToMachine(Instance instance, string region)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in instance.Tags ?? [])
            tags[tag.Key] = tag.Value;
        if (!Ownership.TryFromTags(tags, out var ownership))
            return null;
        var id = new MachineId(region, instance.InstanceId).ToString();
        var state = ToState(instance.State?.Name?.Value);
        var isEnding = state is not (MachineState.Pending or MachineState.Running);
        return new Machine(id, state, ownership)
        {
            CreatedAt = instance.LaunchTime is { } launched ? new DateTimeOffset(launched.ToUniversalTime()) : null,
            EndedAt = isEnding ? EndOf(instance.StateTransitionReason ?? "") : null,
            Failure = isEnding ? AwsErrors.Ended(instance.StateReason?.Code ?? "", instance.StateReason?.Message ?? "", id) : null,
            StateReason = isEnding ? ReasonOf(instance) : "",
            Candidate = ToCandidate(instance, region),
        };
    }

    /// <summary>
    /// Maps EC2's states (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html).
    /// </summary>
    /// <param name="state">EC2's word.</param>
    /// <returns>The contract's; what is not known counts as running, so that it is looked after.</returns>
    public static MachineState ToState(string? state) => state switch
    {
        "pending" => MachineState.Pending,
        "stopping" or "stopped" => MachineState.Ended,
        "shutting-down" => MachineState.Deleting,
        "terminated" => MachineState.Deleted,
        _ => MachineState.Running,
    };

    /// <summary>When an instance ended, as the text for people has it: <c>User initiated (2019-01-31 12:00:00 GMT)</c>.</summary>
    /// <param name="transition">The text; may be empty.</param>
    /// <returns>The time, if the text has one.</returns>
    public static DateTimeOffset? EndOf(string transition) =>
        Transition().Match(transition) is { Success: true } match && DateTimeOffset.TryParseExact(
            match.Groups["time"].Value, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end) ? end : null;

    private static string ReasonOf(Instance instance)
    {
        string[] texts = [instance.StateReason?.Message ?? "", instance.StateReason?.Code ?? "", instance.StateTransitionReason ?? "", instance.State?.Name?.Value ?? ""];
        return texts.First(text => text.Length > 0);
    }

    private static Candidate ToCandidate(Instance instance, string region)
    {
        var type = instance.InstanceType?.Value ?? "";
        var market = instance.InstanceLifecycle == InstanceLifecycleType.Spot ? Market.Spot : Market.OnDemand;
        return new Candidate
        {
            Region = region,
            Zone = instance.Placement?.AvailabilityZone ?? "",
            Subnet = instance.SubnetId ?? "",
            InstanceType = type,
            Market = market,
            QuotaGroup = QuotaGroup.Of(type, market),
            Architecture = ArchitectureName.Parse(instance.Architecture?.Value),
        };
    }

    [GeneratedRegex(@"\((?<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) (GMT|UTC)\)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Transition();
}
