using System.Globalization;
using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Aws.Candidates;

/// <summary>What a creation needs to know beside the candidate's own fields, so that it asks EC2 one thing only.</summary>
/// <param name="ImageId">The image.</param>
/// <param name="RootDevice">The device that the image boots from.</param>
/// <param name="RootSizeGb">The size of the image's root volume in GiB, if it tells.</param>
/// <param name="OtherDevices">The image's other volumes.</param>
/// <param name="SecurityGroups">The groups of the subnet's VPC; empty for its default group.</param>
internal sealed record CandidateProperties(string ImageId, string RootDevice, int? RootSizeGb, IReadOnlyList<string> OtherDevices, IReadOnlyList<string> SecurityGroups)
{
    private const string Image = "image";
    private const string Root = "root-device";
    private const string RootSize = "root-size-gb";
    private const string Others = "other-devices";
    private const string Groups = "security-groups";

    /// <summary>Writes them into a candidate.</summary>
    /// <returns>Names and values.</returns>
    public IReadOnlyDictionary<string, string> ToDictionary() => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Image] = ImageId,
        [Root] = RootDevice,
        [RootSize] = RootSizeGb?.ToString(CultureInfo.InvariantCulture) ?? "",
        [Others] = string.Join(',', OtherDevices),
        [Groups] = string.Join(',', SecurityGroups),
    };

    /// <summary>Reads them back.</summary>
    /// <param name="candidate">A candidate that this provider has listed.</param>
    /// <returns>The properties.</returns>
    public static CandidateProperties Of(Candidate candidate)
    {
        var values = candidate.Properties;
        return new CandidateProperties(values[Image], values[Root], Number(values[RootSize]), Split(values[Others]), Split(values[Groups]));

        static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

        static string[] Split(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);
    }
}
