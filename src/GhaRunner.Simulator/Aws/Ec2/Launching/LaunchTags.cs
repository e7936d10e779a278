using GhaRunner.Simulator.Aws.Wire;

namespace GhaRunner.Simulator.Aws.Ec2.Launching;

/// <summary>The tags of what a launch makes, by the kind of it.</summary>
internal sealed class LaunchTags
{
    private const string SpotRequest = "spot-instances-request";
    private readonly Dictionary<string, SortedDictionary<string, string>> _byKind = new(StringComparer.Ordinal);

    public IEnumerable<string> Kinds => _byKind.Keys;

    /// <exception cref="AwsError">A kind cannot be tagged, or a tag breaks a rule.</exception>
    public static LaunchTags Read(QueryForm form, bool spot)
    {
        var tags = new LaunchTags();
        foreach (var specification in form.Structures("TagSpecification"))
        {
            var kind = specification.Required("ResourceType");
            if (kind is not ("instance" or "volume" or "network-interface" or SpotRequest) || (kind == SpotRequest && !spot))
                throw new AwsError("InvalidParameterValue", $"'{kind}' is not a valid taggable resource type for this operation.");
            if (!tags._byKind.TryAdd(kind, Tagging.Read(specification, "Tag")))
                throw new AwsError("InvalidParameterValue", $"Duplicate resource type '{kind}' specified in the tag specifications.");
        }

        return tags;
    }

    /// <summary>A copy of the tags of a kind.</summary>
    public SortedDictionary<string, string> Of(string kind) =>
        _byKind.TryGetValue(kind, out var tags) ? new SortedDictionary<string, string>(tags, StringComparer.Ordinal) : new SortedDictionary<string, string>(StringComparer.Ordinal);
}
