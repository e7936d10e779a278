using System.Xml.Linq;
using GhaRunner.Simulator.Aws.Access;
using GhaRunner.Simulator.Aws.Ec2.Launching;
using GhaRunner.Simulator.Aws.Wire;

namespace GhaRunner.Simulator.Aws.Ec2;

/// <summary>EC2: who calls, may they, and what it answers.</summary>
internal sealed class Ec2Service(Cloud cloud)
{
    private static readonly Dictionary<string, Func<Ec2Call, IEnumerable<XElement?>>> s_actions = new(StringComparer.Ordinal)
    {
        ["RunInstances"] = Launcher.Run,
        ["DescribeInstances"] = InstanceActions.Describe,
        ["DescribeInstanceStatus"] = InstanceActions.DescribeStatus,
        ["TerminateInstances"] = InstanceActions.Terminate,
        ["GetConsoleOutput"] = InstanceActions.GetConsoleOutput,
        ["CreateTags"] = Tagging.Create,
        ["DeleteTags"] = Tagging.Delete,
        ["DescribeImages"] = ImageActions.Describe,
        ["DescribeRegions"] = NetworkActions.DescribeRegions,
        ["DescribeVpcs"] = NetworkActions.DescribeVpcs,
        ["DescribeSubnets"] = NetworkActions.DescribeSubnets,
        ["DescribeSecurityGroups"] = NetworkActions.DescribeSecurityGroups,
        ["DescribeInstanceTypes"] = TypeActions.Describe,
        ["DescribeInstanceTypeOfferings"] = TypeActions.DescribeOfferings,
        ["DescribeSpotPriceHistory"] = SpotActions.DescribePrices,
        ["DescribeSpotInstanceRequests"] = SpotActions.DescribeRequests,
        ["DescribeVolumes"] = VolumeActions.Describe,
        ["DeleteVolume"] = VolumeActions.Delete,
        ["DescribeNetworkInterfaces"] = NetworkInterfaceActions.Describe,
        ["DeleteNetworkInterface"] = NetworkInterfaceActions.Delete,
    };

    public AwsReply Answer(AwsCall call)
    {
        var requestId = RequestIds.New();
        try
        {
            return cloud.Enter(() => AwsReply.Xml(200, Ec2Xml.Element(call.Action + "Response", [Ec2Xml.Element("requestId", requestId), .. Act(call)])));
        }
        catch (AwsError error)
        {
            return ErrorShapes.Ec2(error.Code, error.Message, error.Status, requestId);
        }
    }

    private XElement?[] Act(AwsCall call)
    {
        var caller = Authenticate(call);
        var ec2 = new Ec2Call(cloud, cloud.Region(call.Region), caller, QueryForm.Parse(call.Body));
        if (!s_actions.TryGetValue(call.Action, out var action))
            throw new AwsError("InvalidAction", $"The action {call.Action} is not valid for this web service.");
        if (call.Action == "RunInstances")
            cloud.LaunchBuckets.Take(call.Region, ec2.Now);
        ec2.Demand("ec2:" + call.Action, Resource(call.Action, ec2));
        if (call.Action != "RunInstances")
            DemandNoDryRun(ec2.Form);
        return [.. action(ec2)];
    }

    /// <exception cref="AwsError">It is a dry run, and would have succeeded.</exception>
    public static void DemandNoDryRun(QueryForm form)
    {
        if (form.Flag("DryRun") == true)
            throw new AwsError("DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
    }

    private Caller Authenticate(AwsCall call)
    {
        var (state, caller) = call.Identify(cloud.Credentials);
        return state switch
        {
            CredentialState.Valid => caller!,
            CredentialState.Missing => throw new AwsError("MissingAuthenticationToken", "Request is missing Authentication Token"),
            CredentialState.Expired => throw new AwsError("RequestExpired", "Request has expired."),
            _ => throw new AwsError("AuthFailure", "AWS was not able to validate the provided access credentials"),
        };
    }

    /// <summary>What an action acts on, as permissions name it; actions that only look have no such thing.</summary>
    private static string? Resource(string action, Ec2Call call) => action switch
    {
        "RunInstances" => call.Arn("instance", "*"),
        "TerminateInstances" => call.Arn("instance", call.Form.Text("InstanceId.1") ?? "*"),
        "GetConsoleOutput" => call.Arn("instance", call.Form.Text("InstanceId") ?? "*"),
        "DeleteVolume" => call.Arn("volume", call.Form.Text("VolumeId") ?? "*"),
        "DeleteNetworkInterface" => call.Arn("network-interface", call.Form.Text("NetworkInterfaceId") ?? "*"),
        "CreateTags" or "DeleteTags" => call.Form.Text("ResourceId.1") is { } id ? call.Arn(Kind(id), id) : call.Arn("*", "*"),
        _ => null,
    };

    private static string Kind(string id) => id.Split('-')[0] switch
    {
        "i" => "instance",
        "vol" => "volume",
        "eni" => "network-interface",
        "sir" => "spot-instances-request",
        _ => "*",
    };
}
