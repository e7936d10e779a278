using System.Text.RegularExpressions;

namespace GhaRunner.Providers.Aws.Machines;

/// <summary>
/// A machine's id: <c>us-east-1/i-0abc…</c>, so that a machine is found whatever regions are named by then; a bare
/// instance id is understood too.
/// </summary>
/// <param name="Region">The region; empty for a bare instance id.</param>
/// <param name="InstanceId">EC2's id.</param>
internal sealed partial record MachineId(string Region, string InstanceId)
{
    /// <summary>Reads an id.</summary>
    /// <param name="text">An id, or anything.</param>
    /// <returns>The id, or <see langword="null"/> when it cannot be one of ours.</returns>
    public static MachineId? Parse(string text) =>
        Form().Match(text) is { Success: true } match ? new MachineId(match.Groups["region"].Value, match.Groups["instance"].Value) : null;

    /// <summary>The id as it is handed out.</summary>
    /// <returns>Region and instance id.</returns>
    public override string ToString() => Region.Length > 0 ? $"{Region}/{InstanceId}" : InstanceId;

    [GeneratedRegex(@"\A((?<region>[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2})/)?(?<instance>i-[0-9a-f]{8,17})\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
