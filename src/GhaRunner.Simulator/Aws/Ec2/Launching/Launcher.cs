using System.Xml.Linq;
using GhaRunner.Simulator.Aws.Capacity;
using GhaRunner.Simulator.Aws.Instances;
using GhaRunner.Simulator.Aws.Places;
using GhaRunner.Simulator.Aws.Types;
using GhaRunner.Simulator.Aws.Wire;

namespace GhaRunner.Simulator.Aws.Ec2.Launching;

/// <summary>The action <c>RunInstances</c>.</summary>
internal static class Launcher
{
    public static IEnumerable<XElement?> Run(Ec2Call call)
    {
        var plan = LaunchPlanner.Plan(call);
        Ec2Service.DemandNoDryRun(call.Form);
        var fingerprint = call.Form.Fingerprint("Action", "Version", "DryRun", "ClientToken");
        if (plan.ClientToken is { } token && call.Region.Launches.TryGetValue(token, out var earlier))
        {
            return earlier.Fingerprint == fingerprint
                ? InstanceXml.Reservation(call, earlier.Instances)
                : throw new AwsError("IdempotentParameterMismatch", "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).");
        }

        var (subnet, count) = Choose(call, plan);
        var instances = Launch(call, plan, subnet, count);
        if (plan.ClientToken is not null)
            call.Region.Launches[plan.ClientToken] = new IdempotentLaunch(fingerprint, instances);
        return InstanceXml.Reservation(call, instances);
    }

    /// <summary>Chooses the subnet, and how many instances fit in it.</summary>
    private static (AwsSubnet Subnet, int Count) Choose(Ec2Call call, LaunchPlan plan)
    {
        if (!plan.Network.NamesZone && call.Cloud.Capacity.Refusal(new Offer(call.Region.Name, "", plan.Type.Name, plan.Market)) is { } refusal)
            throw refusal;
        AwsError? first = null;
        foreach (var subnet in plan.Network.Subnets)
        {
            var (error, count) = Fit(call, plan, subnet);
            if (error is null)
                return (subnet, count);
            first ??= error;
        }

        throw first!;
    }

    private static (AwsError? Error, int Count) Fit(Ec2Call call, LaunchPlan plan, AwsSubnet subnet)
    {
        var capacity = call.Cloud.Capacity;
        var offer = OfferOf(call, plan, subnet.Zone);
        if (!TypeCatalogue.Offered(plan.Type, subnet.Zone))
            return (NotOffered(call, plan, subnet.Zone), 0);
        var price = call.Cloud.Types.SpotPrice(plan.Type, subnet.Zone);
        if (plan.Spot?.MaxPrice < price)
            return (new AwsError("SpotMaxPriceTooLow", $"Your Spot request price of {plan.Spot!.MaxPrice} is lower than the minimum required Spot request fulfillment price of {price}."), 0);
        if (capacity.Refusal(offer) is { } refusal)
            return (refusal, 0);
        if (capacity.Left(offer) < plan.MinCount)
        {
            var elsewhere = call.Region.Region.Zones.Where(zone => zone != subnet.Zone && capacity.Left(OfferOf(call, plan, zone)) >= plan.MinCount && TypeCatalogue.Offered(plan.Type, zone));
            return (new AwsError("InsufficientInstanceCapacity", CapacityMessages.Insufficient(offer, [.. elsewhere])), 0);
        }

        var addresses = call.Region.FreeAddresses(subnet) / plan.Network.Interfaces.Count;
        return addresses < plan.MinCount
            ? (new AwsError("InsufficientFreeAddressesInSubnet", "There are not enough free addresses in subnet '" + subnet.SubnetId + "' to satisfy the requested number of instances."), 0)
            : (null, Math.Min(Math.Min(plan.MaxCount, capacity.Left(offer)), addresses));
    }

    private static List<Instance> Launch(Ec2Call call, LaunchPlan plan, AwsSubnet subnet, int count)
    {
        var offer = OfferOf(call, plan, subnet.Zone);
        call.Cloud.Capacity.Take(offer, count);
        var factory = new InstanceFactory(call, plan, subnet);
        List<Instance> instances = [];
        for (var index = 0; index < count; index++)
        {
            var instance = factory.Create(index);
            call.Cloud.Life.Begin(instance, call.Cloud.Capacity.Failure(offer));
            instances.Add(instance);
        }

        return instances;
    }

    private static AwsError NotOffered(Ec2Call call, LaunchPlan plan, string zone)
    {
        var zones = call.Region.Region.Zones.Where(other => TypeCatalogue.Offered(plan.Type, other)).ToList();
        return new AwsError(
            "Unsupported",
            $"Your requested instance type ({plan.Type.Name}) is not supported in your requested Availability Zone ({zone}). "
                + $"Please retry your request by not specifying an Availability Zone or choosing {string.Join(", ", zones)}.");
    }

    private static Offer OfferOf(Ec2Call call, LaunchPlan plan, string zone) => new(call.Region.Name, zone, plan.Type.Name, plan.Market);
}
