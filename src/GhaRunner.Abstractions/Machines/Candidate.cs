namespace GhaRunner.Abstractions;

/// <summary>
/// One way to fill a request: a place, a kind of machine and a market. The core walks a provider's candidates in order
/// and leaves out those that an error has shown to be pointless.
/// </summary>
public sealed record Candidate
{
    /// <summary>The region, in the provider's name for it; empty where there are none.</summary>
    public string Region { get; init; } = "";

    /// <summary>The zone within the region; empty where there are none, or any will do.</summary>
    public string Zone { get; init; } = "";

    /// <summary>The network within the zone, in the provider's name for it; empty where there are none, or it is not chosen.</summary>
    public string Subnet { get; init; } = "";

    /// <summary>The kind of machine, in the provider's name for it (<c>g5.xlarge</c>, an image); empty where there is one kind.</summary>
    public string InstanceType { get; init; } = "";

    /// <summary>How it is paid for.</summary>
    public Market Market { get; init; } = Market.OnDemand;

    /// <summary>
    /// Which of the account's quotas it counts against, where a region and market have several (on EC2 one for each group of
    /// families); empty where they have one.
    /// </summary>
    public string QuotaGroup { get; init; } = "";

    /// <summary>The architecture, when the kind of machine tells it; else the user's or the default.</summary>
    public MachineArchitecture? Architecture { get; init; }

    /// <summary>What else the provider needs to know again when it creates (an image id), by name.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>The candidate as people read it: the parts that are set, most specific last.</summary>
    /// <returns>For example <c>us-east-1a subnet-1 g5.xlarge spot</c>, or <c>default</c> when nothing is set.</returns>
    public override string ToString()
    {
        string[] parts = [Region.Length > 0 && Zone.StartsWith(Region, StringComparison.Ordinal) ? "" : Region, Zone, Subnet, InstanceType, Market == Market.Spot ? "spot" : ""];
        var text = string.Join(' ', parts.Where(part => part.Length > 0));
        return text.Length > 0 ? text : "default";
    }
}
