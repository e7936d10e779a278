using System.Globalization;
using GhaRunner.Abstractions;
using GhaRunner.Core;
using GhaRunner.Core.GitHub;

namespace GhaRunner.Actions.Workflow;

/// <summary>
/// Reads the workflow run out of the variables that the runner sets
/// (https://docs.github.com/en/actions/reference/workflows-and-actions/variables).
/// </summary>
internal static class RunContext
{
    /// <summary>The variable with a secret of the job: what it asks for identity tokens with.</summary>
    public const string IdTokenToken = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";

    private const string IdTokenUrl = "ACTIONS_ID_TOKEN_REQUEST_URL";

    /// <summary>Reads the run.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="scope">The input scope: outside a workflow it says which repository is meant.</param>
    /// <param name="problems">Everything that is wrong.</param>
    /// <returns>The run; complete only when there is no problem.</returns>
    public static WorkflowRun Read(ProcessEnvironment environment, string scope, ICollection<InputProblem> problems)
    {
        var repository = Or(environment["GITHUB_REPOSITORY"], scope);
        if (!RunnerScope.TryParse(repository, out _) && scope.Length == 0)
            problems.Add(new InputProblem("scope", "is missing, and there is no workflow to take the repository from (GITHUB_REPOSITORY): write owner/repo, owner or enterprises/slug."));
        return new WorkflowRun
        {
            Repository = repository,
            RunId = Number("GITHUB_RUN_ID", 0),
            RunAttempt = (int)Number("GITHUB_RUN_ATTEMPT", 1),
            Job = Or(environment["GITHUB_JOB"], "none"),
            ApiUrl = Url("GITHUB_API_URL", "https://api.github.com"),
            ServerUrl = Url("GITHUB_SERVER_URL", "https://github.com"),
            IdTokenRequest = environment[IdTokenToken].Length > 0 && environment[IdTokenUrl].Length > 0
                ? new IdTokenRequest(Url(IdTokenUrl, "https://token.actions.githubusercontent.com"), environment[IdTokenToken]) : null,
        };

        static string Or(string value, string fallback) => value.Length > 0 ? value : fallback;

        long Number(string name, long fallback)
        {
            var text = environment[name];
            if (text.Length == 0)
                return fallback;
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                problems.Add(new InputProblem(name, $"is '{text}': the runner sets it to a whole number."));
            return number;
        }

        Uri Url(string name, string fallback)
        {
            var text = Or(environment[name], fallback);
            if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
                return url;
            problems.Add(new InputProblem(name, $"is '{text}': it must be an http or https URL."));
            return new Uri(fallback);
        }
    }
}
