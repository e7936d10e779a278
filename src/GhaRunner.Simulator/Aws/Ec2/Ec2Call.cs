using GhaRunner.Simulator.Aws.Access;
using GhaRunner.Simulator.Aws.Instances;
using GhaRunner.Simulator.Aws.Places;
using GhaRunner.Simulator.Aws.Wire;

namespace GhaRunner.Simulator.Aws.Ec2;

/// <summary>A request to EC2 whose caller is known; it is answered under the cloud's gate.</summary>
internal sealed record Ec2Call(Cloud Cloud, RegionState Region, Caller Caller, QueryForm Form)
{
    public DateTimeOffset Now => Cloud.Clock.Now;

    public string AccountId => Cloud.Options.AccountId;

    /// <summary>The instances that can be seen.</summary>
    public IEnumerable<Instance> VisibleInstances => Region.Instances.Where(instance => instance.VisibleAt <= Now);

    /// <summary>Instances by their ids.</summary>
    /// <exception cref="AwsError">One of them is malformed, does not exist, or cannot be seen.</exception>
    public List<Instance> Find(IReadOnlyCollection<string> ids, bool evenInvisible = false)
    {
        foreach (var id in ids)
            ResourceIds.Demand("i", id, "InvalidInstanceID.Malformed");
        var found = (evenInvisible ? Region.Instances : VisibleInstances).ToDictionary(instance => instance.Id);
        var unknown = ids.Where(id => !found.ContainsKey(id)).ToList();
        return unknown.Count switch
        {
            0 => [.. ids.Distinct().Select(id => found[id])],
            1 => throw new AwsError("InvalidInstanceID.NotFound", $"The instance ID '{unknown[0]}' does not exist"),
            _ => throw new AwsError("InvalidInstanceID.NotFound", $"The instance IDs '{string.Join(", ", unknown)}' do not exist"),
        };
    }

    public string Arn(string kind, string id) => $"arn:aws:ec2:{Region.Name}:{AccountId}:{kind}/{id}";

    public void Demand(string action, string? resource) => Cloud.Permissions.DemandOfEc2(Caller, action, resource);
}
