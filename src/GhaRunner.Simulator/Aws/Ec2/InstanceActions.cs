using System.Text;
using System.Xml.Linq;
using GhaRunner.Simulator.Aws.Instances;
using GhaRunner.Simulator.Aws.Wire;

namespace GhaRunner.Simulator.Aws.Ec2;

/// <summary>The actions on instances that exist.</summary>
internal static class InstanceActions
{
    private const int LongestConsole = 64 * 1024;

    private static readonly FilterSet<Instance> s_filters = new(
        new Dictionary<string, Func<Instance, IEnumerable<string?>>>(StringComparer.Ordinal)
        {
            ["availability-zone"] = instance => [instance.Zone],
            ["client-token"] = instance => [instance.ClientToken],
            ["image-id"] = instance => [instance.ImageId],
            ["instance-id"] = instance => [instance.Id],
            ["instance-lifecycle"] = instance => [instance.Market == AwsMarket.Spot ? "spot" : null],
            ["instance-state-code"] = instance => [((int)instance.State).ToString(System.Globalization.CultureInfo.InvariantCulture)],
            ["instance-state-name"] = instance => [instance.State.Text()],
            ["instance-type"] = instance => [instance.Type.Name],
            ["key-name"] = instance => [instance.KeyName],
            ["launch-time"] = instance => [Ec2Xml.Moment(instance.LaunchTime)],
            ["reservation-id"] = instance => [instance.ReservationId],
            ["spot-instance-request-id"] = instance => [instance.SpotRequest?.Id],
            ["subnet-id"] = instance => [instance.Subnet.SubnetId],
            ["vpc-id"] = instance => [instance.Subnet.VpcId],
        },
        instance => instance.Tags);

    public static IEnumerable<XElement?> Describe(Ec2Call call)
    {
        var ids = call.Form.List("InstanceId");
        if (ids.Count > 0 && call.Form.Has("MaxResults"))
            throw new AwsError("InvalidParameterCombination", "The parameter instancesSet cannot be used with the parameter maxResults");
        var (found, nextToken) = call.Page(s_filters.Apply(call.Form, ids.Count > 0 ? call.Find(ids) : call.VisibleInstances));
        var reservations = found.GroupBy(instance => instance.ReservationId);
        return [Ec2Xml.Set("reservationSet", reservations, one => InstanceXml.Reservation(call, [.. one])), nextToken];
    }

    public static IEnumerable<XElement?> DescribeStatus(Ec2Call call)
    {
        var ids = call.Form.List("InstanceId");
        var all = call.Form.Flag("IncludeAllInstances") == true;
        var candidates = (ids.Count > 0 ? call.Find(ids) : call.VisibleInstances).Where(instance => all || instance.State == InstanceState.Running);
        var (found, nextToken) = call.Page(s_filters.Apply(call.Form, candidates));
        return [Ec2Xml.Set("instanceStatusSet", found, InstanceXml.Status), nextToken];
    }

    public static IEnumerable<XElement?> Terminate(Ec2Call call)
    {
        var ids = call.Form.List("InstanceId");
        if (ids.Count == 0)
            throw new AwsError("MissingParameter", "The request must contain the parameter InstanceId");
        var instances = call.Find(ids, evenInvisible: call.Cloud.Options.TerminatesUnseen);
        if (instances.Find(instance => instance.TerminationDisabled) is { } kept)
            throw new AwsError("OperationNotPermitted", $"The instance '{kept.Id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.");
        var before = instances.ConvertAll(instance => instance.State);
        instances.ForEach(call.Cloud.Life.Terminate);
        return [Ec2Xml.Set("instancesSet", instances.Zip(before), pair => new[]
        {
            Ec2Xml.Element("instanceId", pair.First.Id),
            InstanceXml.State("currentState", pair.First.State),
            InstanceXml.State("previousState", pair.Second),
        })];
    }

    public static IEnumerable<XElement?> GetConsoleOutput(Ec2Call call)
    {
        var instance = call.Find([call.Form.Required("InstanceId")])[0];
        if (call.Form.Flag("Latest") == true && !instance.Type.Nitro)
            throw new AwsError("UnsupportedOperation", "This instance type does not support retrieving the latest console logs. Supported instance types: those built on the Nitro system.");
        var text = Encoding.UTF8.GetBytes(instance.Console.ToString());
        var output = text.Length == 0 ? null : Convert.ToBase64String(text.AsSpan(Math.Max(0, text.Length - LongestConsole)));
        return [Ec2Xml.Element("instanceId", instance.Id), Ec2Xml.Element("timestamp", Ec2Xml.Moment(call.Now)), Ec2Xml.Optional("output", output)];
    }
}
