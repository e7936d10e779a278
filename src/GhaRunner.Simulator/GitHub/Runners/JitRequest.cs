using System.Text.Json.Nodes;
using GhaRunner.Simulator.GitHub.Api;
using GhaRunner.Simulator.Hosting;

namespace GhaRunner.Simulator.GitHub.Runners;

/// <summary>Reads and checks the body of <c>generate-jitconfig</c>.</summary>
internal static class JitRequest
{
    private const int LongestName = 64;
    private const int MostLabels = 100;
    private static readonly string[] s_required = ["name", "runner_group_id", "labels"];

    /// <summary>Returns the refusal, or what to register.</summary>
    public static (ApiReply? Refusal, RunnerSpecification? Specification) Read(JsonObject? body, RunnerScope scope, RunnerGroups groups)
    {
        if (body is null)
            return (ApiReply.Error(400, "Problems parsing JSON"), null);
        var absent = s_required.Where(field => !body.ContainsKey(field)).ToList();
        if (absent.Count > 0)
            return (ApiReply.Invalid(string.Join(", ", absent.Select(field => $"\"{field}\"")) + (absent.Count == 1 ? " wasn't supplied." : " weren't supplied.")), null);

        var name = body.String("name");
        var labels = body.StringList("labels");
        var groupId = body.Number("runner_group_id");
        if (Problem(body, name, labels, groupId) is { } problem)
            return (ApiReply.Invalid(problem), null);
        if (groups.Find(scope, groupId!.Value) is not { } group)
            return (ApiReply.NotFound(), null);
        return (null, new RunnerSpecification
        {
            Scope = scope,
            Name = name!,
            Labels = [.. labels!.Distinct(StringComparer.OrdinalIgnoreCase).Select(label => new RunnerLabel(label))],
            Group = group,
            Ephemeral = true,
            WorkFolder = body.String("work_folder") is { Length: > 0 } folder ? folder : "_work",
        });
    }

    private static string? Problem(JsonObject body, string? name, List<string>? labels, long? groupId)
    {
        if (name is null)
            return $"For 'properties/name', {Shown(body["name"])} is not a string.";
        if (groupId is null)
            return $"For 'properties/runner_group_id', {Shown(body["runner_group_id"])} is not an integer.";
        if (labels is null)
            return $"For 'properties/labels', {Shown(body["labels"])} is not an array of strings.";
        if (name.Length is 0)
            return "Name cannot be blank.";
        if (name.Length > LongestName)
            return $"Only {LongestName} characters are allowed; {name.Length} were supplied.";
        if (labels.Count is 0)
            return "No fewer than 1 item is allowed; 0 were supplied.";
        return labels.Count > MostLabels ? $"No more than {MostLabels} items are allowed; {labels.Count} were supplied." : null;
    }

    private static string Shown(JsonNode? node) => node is null ? "nil" : Json.Text(node);
}
