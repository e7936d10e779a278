using System.Globalization;

namespace GhaRunner.Simulator.Demo;

/// <summary>The environment that the Actions runner gives a step (https://docs.github.com/en/actions/reference/workflows-and-actions/variables).</summary>
/// <param name="directory">Where the step's files go.</param>
internal sealed class StepContext(string directory)
{
    /// <summary>The files through which the step answers.</summary>
    public StepFiles Files { get; } = new(directory);

    public required string Repository { get; init; }

    public required long RunId { get; init; }

    public required string Job { get; init; }

    public required Uri ApiUrl { get; init; }

    public required Uri ServerUrl { get; init; }

    /// <summary>What <c>with:</c> says, by input name.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Inputs { get; init; }

    /// <summary>What the environment has besides, by name.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The variables. Hyphens of input names are kept, as the runner does.</summary>
    public IEnumerable<KeyValuePair<string, string>> Variables =>
    [
        .. new Dictionary<string, string>
        {
            ["CI"] = "true",
            ["GITHUB_ACTIONS"] = "true",
            ["GITHUB_API_URL"] = ApiUrl.ToString(),
            ["GITHUB_SERVER_URL"] = ServerUrl.ToString().TrimEnd('/'),
            ["GITHUB_REPOSITORY"] = Repository,
            ["GITHUB_REPOSITORY_OWNER"] = Repository.Split('/')[0],
            ["GITHUB_WORKFLOW"] = "demo",
            ["GITHUB_RUN_ID"] = RunId.ToString(CultureInfo.InvariantCulture),
            ["GITHUB_RUN_NUMBER"] = "1",
            ["GITHUB_RUN_ATTEMPT"] = "1",
            ["GITHUB_JOB"] = Job,
            ["RUNNER_NAME"] = "Hosted",
            ["RUNNER_OS"] = "Linux",
            ["RUNNER_TEMP"] = directory,
        },
        .. Files.Variables,
        .. Environment,
        .. Inputs.Select(input => KeyValuePair.Create($"INPUT_{input.Key.ToUpperInvariant()}", input.Value)),
    ];
}
