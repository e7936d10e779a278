using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GhaRunner.Actions.Tests.Aws;

/// <summary>The policy that docs/aws.md tells users to take covers what the program asks of AWS.</summary>
public sealed partial class AwsPolicyTests
{
    [Fact]
    public async Task Policy_OfTheDocumentation_CoversEveryRequest()
    {
        await using var world = await AwsWorld.CreateAsync();
        var group = world.Cloud.DefaultSecurityGroup(world.Cloud.Subnets("us-east-1")[0].VpcId);
        (string, string?)[] everything = [("security-group", group), ("market", "spot-then-on-demand"), ("max-price", "5"), ("image", "ubuntu-22.04")];
        using var failed = await world.StartAsync([.. everything, ("setup-script", "exit 1")]);
        using var onDemand = await world.StartAsync(("count", "2"));
        using var stop = await world.StopAsync(("mapping", onDemand.Outputs["mapping"]));
        (failed.ExitCode, onDemand.ExitCode, stop.ExitCode).Should().Be((1, 0, 0), failed.VisibleText + onDemand.VisibleText + stop.VisibleText);

        var asked = world.Requests.Select(request => request.PathAndQuery.Split('?')[0].Split('/')).Select(parts => $"{parts[2]}:{parts[4]}").Distinct().ToList();

        asked.Should().Contain(["ec2:RunInstances", "ec2:GetConsoleOutput", "ec2:DescribeSecurityGroups", "ec2:DescribeSpotPriceHistory", "ec2:DescribeVolumes", "pricing:GetProducts"]);
        asked.Except(Allowed()).Should().BeEmpty("a role with the documented policies must be enough");
    }

    /// <summary>The actions of all JSON in the page: the trust policy and the policy.</summary>
    private static IEnumerable<string> Allowed()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "docs", "aws.md")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        var page = File.ReadAllText(Path.Combine(folder.FullName, "docs", "aws.md"));
        return Json().Matches(page).Select(match => JsonNode.Parse(match.Groups["json"].Value)!)
            .SelectMany(policy => policy["Statement"]!.AsArray()).Select(statement => statement!["Action"]!)
            .SelectMany(action => action is JsonArray several ? several.Select(one => one!.GetValue<string>()) : [action.GetValue<string>()]);
    }

    [GeneratedRegex(@"```json\n(?<json>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Json();
}
