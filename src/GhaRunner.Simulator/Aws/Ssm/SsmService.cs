using System.Text.Json.Nodes;
using GhaRunner.Simulator.Aws.Access;
using GhaRunner.Simulator.Aws.Places;
using GhaRunner.Simulator.Aws.Wire;
using GhaRunner.Simulator.Hosting;

namespace GhaRunner.Simulator.Aws.Ssm;

/// <summary>The parameter store of SSM.</summary>
internal sealed class SsmService(Cloud cloud)
{
    private const int MostNames = 10;

    public AwsReply Answer(AwsCall call) => JsonService.Answer(cloud, call, (caller, body) => call.Action switch
    {
        "GetParameter" => GetOne(call, caller, body),
        "GetParameters" => GetMany(call, caller, body),
        _ => throw new AwsError("UnknownOperationException", ""),
    });

    private JsonObject GetOne(AwsCall call, Caller caller, JsonObject body)
    {
        var name = body.String("Name") ?? throw new AwsError("ValidationException", "Name is required.");
        var region = cloud.Region(call.Region);
        Demand(caller, "ssm:GetParameter", region, name);
        return region.Parameters.TryGetValue(name, out var value)
            ? new JsonObject { ["Parameter"] = Render(region, name, value) }
            : throw new AwsError("ParameterNotFound", "");
    }

    private JsonObject GetMany(AwsCall call, Caller caller, JsonObject body)
    {
        var names = body.StringList("Names");
        if (names is null or { Count: 0 or > MostNames })
            throw new AwsError("ValidationException", $"1 validation error detected: Value at 'names' failed to satisfy constraint: Member must have length between 1 and {MostNames}.");
        var region = cloud.Region(call.Region);
        Demand(caller, "ssm:GetParameters", region, names[0]);
        var (known, unknown) = (names.Where(region.Parameters.ContainsKey), names.Where(name => !region.Parameters.ContainsKey(name)));
        return new JsonObject
        {
            ["Parameters"] = Json.Array(known.Select(name => Render(region, name, region.Parameters[name]))),
            ["InvalidParameters"] = Json.Strings(unknown),
        };
    }

    private void Demand(Caller caller, string action, RegionState region, string name) =>
        cloud.Permissions.Demand(caller, action, $"arn:aws:ssm:{region.Name}:{cloud.Options.AccountId}:parameter/{name.TrimStart('/')}", "AccessDeniedException", 400);

    private static JsonObject Render(RegionState region, string name, string value) => new()
    {
        ["ARN"] = $"arn:aws:ssm:{region.Name}::parameter{name}",
        ["DataType"] = "text",
        ["LastModifiedDate"] = 1793491200.5,
        ["Name"] = name,
        ["Type"] = "String",
        ["Value"] = value,
        ["Version"] = 1,
    };
}
