using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GhaRunner.Simulator.Aws.Access;

namespace GhaRunner.Actions.Tests.Aws;

/// <summary>A role with the policy that docs/aws.md tells users to take, and nothing else, is enough; and no action in it is idle.</summary>
public sealed partial class AwsPolicyTests
{
    private const string PassRole = "iam:PassRole";

    private static readonly IReadOnlyList<JsonNode> policy = Policy();

    public static TheoryData<string> Actions => [.. ActionsOf(policy)];

    [Fact]
    public async Task Policy_OfTheDocumentation_IsEnoughForEverything() => (await ProblemAsync(ActionsOf(policy))).Should().BeNull();

    [Theory]
    [MemberData(nameof(Actions))]
    public async Task Policy_WithoutOneOfItsActions_IsNotEnough(string action) => (await ProblemAsync(ActionsOf(policy).Except([action]))).Should().NotBeNull();

    [Fact]
    public async Task Policy_InputIamInstanceProfile_NeedsWhatThePageSaysToAdd()
    {
        Page().Should().Contain($"`iam-instance-profile` needs `{PassRole}`");
        await using var refused = await WorldOfAsync(ActionsOf(policy));
        await using var allowed = await WorldOfAsync([.. ActionsOf(policy), PassRole]);

        using var without = await refused.StartAsync(("iam-instance-profile", "jobs"));
        using var with = await allowed.StartAsync(("iam-instance-profile", "jobs"));

        without.ExitCode.Should().Be(3, without.VisibleText);
        without.VisibleText.Should().Contain($"Allow {PassRole} to the role");
        refused.ShouldBeEmpty();
        with.ExitCode.Should().Be(0, with.VisibleText);
        allowed.Alive.Should().ContainSingle().Which.InstanceProfileArn.Should().EndWith("/jobs");
    }

    [Theory]
    [InlineData("ec2:RunInstances", "aws:RequestTag/gha-runner", "v1")]
    [InlineData("ec2:CreateTags", "ec2:CreateAction", "RunInstances")]
    [InlineData("ec2:TerminateInstances", "aws:ResourceTag/gha-runner", "v1")]
    [InlineData("ec2:DeleteVolume", "aws:ResourceTag/gha-runner", "v1")]
    [InlineData("ec2:DeleteNetworkInterface", "aws:ResourceTag/gha-runner", "v1")]
    [InlineData("ec2:GetConsoleOutput", "aws:ResourceTag/gha-runner", "v1")]
    public void Policy_StatementThatMakesTagsOrDeletes_HasItsCondition(string action, string key, string value)
    {
        var statements = policy.Where(statement => ActionsOf([statement]).Contains(action) && Texts(statement["Resource"]).Any(IsMade)).ToList();

        statements.Should().NotBeEmpty();
        foreach (var statement in statements)
            (statement["Condition"]?["StringEquals"]?[key]?.GetValue<string>()).Should().Be(value, "of {0}", statement["Sid"]);
    }

    [Fact]
    public void Policy_StatementWithoutCondition_LooksOrNamesWhatIsThere()
    {
        foreach (var statement in policy.Where(statement => statement["Condition"] is null))
        {
            var changes = ActionsOf([statement]).Where(action => !Look().IsMatch(action)).ToList();
            changes.Should().BeSubsetOf(["ec2:RunInstances"]);
            (changes.Count > 0 && Texts(statement["Resource"]).Any(IsMade)).Should().BeFalse("{0} would make what is not tagged", statement["Sid"]);
        }
    }

    /// <summary>Lives through all that asks AWS for something, until something is not as it should be.</summary>
    private static async Task<string?> ProblemAsync(IEnumerable<string> actions)
    {
        await using var world = await WorldOfAsync(actions);
        return await FailAsync(world) ?? await LiveAsync(world) ?? await BeRefusedAsync(world);
    }

    private static async Task<string?> FailAsync(AwsWorld world)
    {
        var group = world.Cloud.DefaultSecurityGroup(world.Cloud.Subnets("us-east-1")[0].VpcId);
        using var start = await world.StartAsync(
            ("security-group", group), ("market", "spot-then-on-demand"), ("max-price", "5"), ("image", "ubuntu-22.04"), ("setup-script", "echo no such device >&2; exit 9"));
        var isTold = start.VisibleText.Contains("no such device", StringComparison.Ordinal) && !start.VisibleText.Contains("cannot be told", StringComparison.Ordinal);
        return start.ExitCode == 1 && isTold && IsEmpty(world) ? null : start.VisibleText;
    }

    private static async Task<string?> LiveAsync(AwsWorld world)
    {
        using var start = await world.StartAsync();
        if (start.ExitCode != 0 || !start.VisibleText.Contains("costs 0.1008 USD an hour", StringComparison.Ordinal))
            return start.VisibleText;
        foreach (var instance in world.Alive.ToList())
            world.Cloud.KeepAttachments(instance.InstanceId);
        using var stop = await world.StopAsync(("mapping", start.Outputs["mapping"]));
        return stop.ExitCode == 0 && IsEmpty(world) ? null : stop.VisibleText;
    }

    private static async Task<string?> BeRefusedAsync(AwsWorld world)
    {
        world.Cloud.Deny(AwsWorld.Role, "ec2:RunInstances");
        using var start = await world.StartAsync();
        var isDecoded = start.VisibleText.Contains("do not allow ec2:RunInstances on arn:aws:ec2:us-east-1:", StringComparison.Ordinal)
            && !start.VisibleText.Contains("sts:DecodeAuthorizationMessage", StringComparison.Ordinal);
        return start.ExitCode == 3 && isDecoded ? null : start.VisibleText;
    }

    private static bool IsEmpty(AwsWorld world) => !world.Alive.Any() && world.Cloud.Volumes.Count == 0 && world.Cloud.NetworkInterfaces.Count == 0;

    private static Task<AwsWorld> WorldOfAsync(IEnumerable<string> actions) => AwsWorld.CreateAsync(aws => aws with
    {
        InstanceProfiles = ["jobs"],
        Roles = [new AwsRole { Arn = AwsWorld.Role, AllowedActions = [.. actions] }],
    });

    /// <summary>The statements of the page's policy: of the JSON that is not the trust policy.</summary>
    private static IReadOnlyList<JsonNode> Policy() =>
    [
        .. Json().Matches(Page()).Select(match => JsonNode.Parse(match.Groups["json"].Value)!)
            .SelectMany(document => document["Statement"]!.AsArray()).Select(statement => statement!).Where(statement => statement["Principal"] is null),
    ];

    private static string Page()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "docs", "aws.md")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        return File.ReadAllText(Path.Combine(folder.FullName, "docs", "aws.md"));
    }

    private static IEnumerable<string> ActionsOf(IEnumerable<JsonNode> statements) => statements.SelectMany(statement => Texts(statement["Action"])).Distinct();

    private static IEnumerable<string> Texts(JsonNode? node) => node is JsonArray several ? several.Select(one => one!.GetValue<string>()) : [node!.GetValue<string>()];

    /// <summary>Whether a resource is of the kinds that a launch makes.</summary>
    private static bool IsMade(string resource) =>
        resource == "*" || resource.Split(':')[^1].Split('/')[0] is "instance" or "volume" or "network-interface" or "spot-instances-request" or "*";

    [GeneratedRegex("^(ec2:Describe[A-Za-z]+|ssm:GetParameters|pricing:GetProducts|sts:DecodeAuthorizationMessage)$")]
    private static partial Regex Look();

    [GeneratedRegex(@"```json\n(?<json>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Json();
}
