using System.Xml.Linq;
using GhaRunner.Simulator.Aws.Wire;

namespace GhaRunner.Simulator.Aws.Ec2;

/// <summary>Tags: their rules, and the actions that set and remove them.</summary>
internal static class Tagging
{
    private const int Most = 50;

    public static IEnumerable<XElement?> Create(Ec2Call call)
    {
        var tags = Read(call.Form, "Tag");
        var targets = Targets(call);
        foreach (var target in targets)
            DemandRoom(target.Keys.Union(tags.Keys).Count());
        foreach (var target in targets)
        {
            foreach (var (key, value) in tags)
                target[key] = value;
        }

        return [Ec2Xml.Element("return", true)];
    }

    public static IEnumerable<XElement?> Delete(Ec2Call call)
    {
        var tags = call.Form.Structures("Tag").Select(tag => (Key: tag.Required("Key"), Value: tag.Text("Value"))).ToList();
        foreach (var target in Targets(call))
        {
            foreach (var key in target.Keys.Where(key => tags.Count == 0 || tags.Exists(tag => tag.Key == key && (tag.Value is null || tag.Value == target[key]))).ToList())
                target.Remove(key);
        }

        return [Ec2Xml.Element("return", true)];
    }

    /// <summary>Reads a list of tags.</summary>
    /// <exception cref="AwsError">A tag breaks a rule.</exception>
    public static SortedDictionary<string, string> Read(QueryForm form, string list)
    {
        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in form.Structures(list))
        {
            var key = tag.Required("Key");
            var value = tag.Text("Value") ?? "";
            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
                throw new AwsError("InvalidParameterValue", "Tag keys starting with 'aws:' are reserved for internal use");
            if (key.Length > 128)
                throw new AwsError("InvalidParameterValue", $"Tag key exceeds the maximum length of 128 characters: {key}");
            if (value.Length > 256)
                throw new AwsError("InvalidParameterValue", $"Tag value exceeds the maximum length of 256 characters. Key: {key}");
            if (!tags.TryAdd(key, value))
                throw new AwsError("InvalidParameterValue", $"Duplicate tag key '{key}' specified.");
        }

        DemandRoom(tags.Count);
        return tags;
    }

    private static void DemandRoom(int count)
    {
        if (count > Most)
            throw new AwsError("TagLimitExceeded", $"More than {Most} tags specified.");
    }

    private static List<SortedDictionary<string, string>> Targets(Ec2Call call)
    {
        var ids = call.Form.List("ResourceId");
        return ids.Count > 0 ? ids.ConvertAll(id => Target(call, id)) : throw new AwsError("MissingParameter", "The request must contain the parameter resourceIdSet");
    }

    private static SortedDictionary<string, string> Target(Ec2Call call, string id) => id.Split('-')[0] switch
    {
        "i" => call.Find([id])[0].Tags,
        "vol" => call.Region.Volumes.Find(volume => volume.Id == id)?.Tags ?? throw new AwsError("InvalidVolume.NotFound", $"The volume '{id}' does not exist."),
        "eni" => call.Region.NetworkInterfaces.Find(one => one.Id == id)?.Tags
            ?? throw new AwsError("InvalidNetworkInterfaceID.NotFound", $"The networkInterface ID '{id}' does not exist"),
        "sir" => call.Region.SpotRequests.Find(request => request.Id == id)?.Tags
            ?? throw new AwsError("InvalidSpotInstanceRequestID.NotFound", $"The spot instance request ID '{id}' does not exist"),
        _ => throw new AwsError("InvalidID", $"The ID '{id}' is not valid"),
    };
}
