using System.Text.Json.Nodes;
using GhaRunner.Simulator.Hosting;

namespace GhaRunner.Simulator.GitHub.Runners;

/// <summary>Runners and groups as the API shows them.</summary>
internal static class RunnerJson
{
    public static JsonNode Render(Runner runner, bool online)
    {
        var body = new JsonObject
        {
            ["id"] = runner.Id,
            ["name"] = runner.Specification.Name,
            ["os"] = runner.OperatingSystem,
            ["status"] = online ? "online" : "offline",
            ["busy"] = runner.Job is not null,
            ["ephemeral"] = runner.Specification.Ephemeral,
            ["labels"] = Json.Array(runner.Specification.Labels.Select(label => new JsonObject
            {
                ["id"] = label.Id,
                ["name"] = label.Name,
                ["type"] = label.ReadOnly ? "read-only" : "custom",
            })),
            ["runner_group_id"] = runner.Specification.Group.Id,
        };
        if (runner.Version is { } version)
            body["version"] = version;
        return body;
    }

    public static JsonNode Render(RunnerGroup group, string scopeUrl) => new JsonObject
    {
        ["id"] = group.Id,
        ["name"] = group.Name,
        ["visibility"] = group.Visibility,
        ["default"] = group.Id == 1,
        ["runners_url"] = $"{scopeUrl}/actions/runner-groups/{group.Id}/runners",
        ["inherited"] = false,
        ["allows_public_repositories"] = true,
        ["restricted_to_workflows"] = false,
        ["selected_workflows"] = new JsonArray(),
        ["workflow_restrictions_read_only"] = false,
    };
}
