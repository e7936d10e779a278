using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using GhaRunner.Abstractions;
using Polly;

namespace GhaRunner.Core.GitHub;

/// <summary>
/// The job's identity tokens, from the address that the runner tells a job with <c>permissions: id-token: write</c>
/// (https://docs.github.com/en/actions/reference/security/oidc).
/// </summary>
/// <param name="run">The run, with the request if the job may make one.</param>
/// <param name="mask">Takes the tokens.</param>
/// <param name="transport">What sends the requests; not ended here.</param>
/// <param name="timeProvider">The clock.</param>
public sealed class JobIdentity(WorkflowRun run, ISecretMask mask, HttpMessageHandler transport, TimeProvider timeProvider)
    : IIdentityTokenSource, IDisposable
{
    private readonly HttpClient http = new(new AnswerDeadline(timeProvider) { InnerHandler = transport }, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly ResiliencePipeline retry = GitHubHttp.CreateRetry(timeProvider, transientToo: true);

    /// <inheritdoc/>
    public async Task<string> GetAsync(string audience, CancellationToken cancellationToken)
    {
        if (run.IdTokenRequest is not { } request)
        {
            throw new ActionableException(
                ErrorCategory.Unauthorized, "id-token-missing", "GitHub gives this job no identity token.",
                "Give the job permissions: { id-token: write, contents: read }. A pull request from a fork gets none, whatever it says; nor does a shell outside a workflow.");
        }

        var token = await retry.ExecuteAsync(async ct => await AskAsync(request, audience, ct), cancellationToken);
        mask.Mask(token);
        return token;
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<string> AskAsync(IdTokenRequest request, string audience, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, $"{request.Url.AbsoluteUri}&audience={Uri.EscapeDataString(audience)}");
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", request.Token);
        message.Headers.UserAgent.Add(new ProductInfoHeaderValue("gha-runner", "1"));
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        try
        {
            using var response = await http.SendAsync(message, cancellationToken);
            if (!response.IsSuccessStatusCode)
                throw Refused(response.StatusCode);
            var answer = JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(cancellationToken), GitHubJson.Default.IdTokenAnswer);
            return answer is { Value.Length: > 0 } ? answer.Value : throw Unreachable("the answer holds no token", null);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException)
        {
            throw Unreachable(exception.GetBaseException().Message, exception);
        }
    }

    private static ActionableException Refused(HttpStatusCode status) => (int)status >= 500 || status == HttpStatusCode.TooManyRequests
        ? Unreachable($"it answered {(int)status}", null)
        : new ActionableException(
            ErrorCategory.Unauthorized, "id-token-refused", $"GitHub refused to give this job an identity token (HTTP {(int)status}).",
            "Give the job permissions: { id-token: write }, and check that it still runs: its credentials end with it.");

    private static ActionableException Unreachable(string why, Exception? cause) => new(
        ErrorCategory.Transient, "id-token-unreachable", $"GitHub's identity tokens could not be asked for: {why.TrimEnd('.')}.",
        "If it stays so, see https://www.githubstatus.com, and check that this machine reaches ACTIONS_ID_TOKEN_REQUEST_URL.", cause);
}
