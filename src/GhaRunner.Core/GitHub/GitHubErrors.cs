using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using GhaRunner.Abstractions;

namespace GhaRunner.Core.GitHub;

/// <summary>
/// Everything that GitHub's API can answer beside success, as an <see cref="ActionableException"/>
/// (https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api and …/rate-limits-for-the-rest-api).
/// </summary>
/// <param name="ownScope">Where the runners register; named in the messages unless the request's path names another scope.</param>
/// <param name="timeProvider">The clock that a rate limit's reset is compared with.</param>
internal sealed partial class GitHubErrors(RunnerScope ownScope, TimeProvider timeProvider)
{
    /// <summary>The code for a run that is not there, or not to be seen.</summary>
    public const string RunNotFound = "github-run-not-found";

    private static readonly TimeSpan SecondaryLimitPause = TimeSpan.FromMinutes(1);

    /// <summary>Maps an answer.</summary>
    /// <param name="response">The answer; its body is read.</param>
    /// <returns>The exception to throw, or <see langword="null"/> for a success.</returns>
    public async ValueTask<Exception?> FromResponseAsync(HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode)
            return response.Content.Headers.ContentLength == 0 && response.StatusCode != HttpStatusCode.NoContent ? Unreadable(response, null) : null;
        var body = await response.Content.ReadAsStringAsync();
        var said = Said(body);
        var what = $"GitHub answered {(int)response.StatusCode} to {Describe(response.RequestMessage)}: {said}";
        var status = (int)response.StatusCode;
        var removing = response.RequestMessage?.Method == HttpMethod.Delete;
        var path = response.RequestMessage?.RequestUri?.AbsolutePath ?? "";
        var scope = ScopeOf(path) ?? ownScope;
        var isOfRuns = IsOfRuns(path);
        if (RateLimitPause(response, body) is { } pause)
        {
            return Make(ErrorCategory.Throttled, "github-rate-limited", what,
                $"It asks to wait {Math.Ceiling(pause.TotalSeconds)} s. Try again later, or use a GitHub App: it has a limit of its own.", pause);
        }

        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => Make(ErrorCategory.Unauthorized, "github-unauthorized", what,
                "The token or app key is wrong, expired or revoked: renew the secret behind github-token (or github-app-private-key)."),
            HttpStatusCode.Forbidden => Make(ErrorCategory.Unauthorized, "github-forbidden", what, MissingPermission()),
            HttpStatusCode.NotFound when removing => Make(ErrorCategory.NotFound, "github-runner-gone", what, ""),
            HttpStatusCode.NotFound when path.EndsWith("/installation", StringComparison.Ordinal) => Make(
                ErrorCategory.Unauthorized, "github-app-not-installed", what,
                $"The GitHub App is not installed on '{scope}': install it there, or check github-app-id and scope."),
            HttpStatusCode.NotFound when isOfRuns => Make(ErrorCategory.Unauthorized, RunNotFound, what,
                $"Either the run was deleted, or the token may not see it. {MissingPermission()}"),
            HttpStatusCode.NotFound => Make(ErrorCategory.Unauthorized, "github-not-found", what,
                $"Either '{scope}' does not exist (check scope), or the token may not see it. {MissingPermission()}"),
            HttpStatusCode.MovedPermanently or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect => Make(
                ErrorCategory.InvalidInput, "github-moved", what,
                $"'{scope}' was renamed or moved{(isOfRuns ? "." : ": set the input scope to its new name.")}"),
            HttpStatusCode.RequestTimeout => Make(ErrorCategory.Transient, "github-unavailable", what, ""),
            HttpStatusCode.Conflict => Make(ErrorCategory.Conflict, "github-conflict", what, ""),
            HttpStatusCode.UnprocessableEntity when removing => Make(ErrorCategory.Conflict, "github-runner-busy", what,
                "The runner still runs a job: cancel it, or wait until it ends."),
            HttpStatusCode.UnprocessableEntity when path.EndsWith("/access_tokens", StringComparison.Ordinal) => Make(
                ErrorCategory.Unauthorized, "github-app-forbidden", what,
                $"The GitHub App lacks what it must have: give it {scope.NeededPermission} (to reap also Actions, read), and accept the new permission on its installation."),
            HttpStatusCode.UnprocessableEntity => Make(ErrorCategory.InvalidInput, "github-rejected", what,
                "Check the inputs labels, runner-group and scope."),
            _ when status >= 500 => Make(ErrorCategory.Transient, "github-unavailable", what,
                "GitHub has a problem (https://www.githubstatus.com): try again later."),
            _ => Make(ErrorCategory.Unexpected, "github-unexpected", what, ""),
        };

        ActionableException Make(ErrorCategory category, string code, string message, string remedy, TimeSpan? retryAfter = null) =>
            new(category, code, message, remedy)
            {
                VendorCode = $"HTTP {status}",
                RequestId = Header(response, "x-github-request-id"),
                RetryAfter = retryAfter,
            };

        string MissingPermission()
        {
            var accepted = Header(response, "x-accepted-github-permissions");
            var named = accepted.Length > 0 ? $" GitHub names the permission: {accepted}." : "";
            if (isOfRuns)
                return $"It needs repository permission Actions (read) on {scope}.{named}";
            return $"It needs {scope.NeededPermission}; the workflow's own GITHUB_TOKEN cannot register runners.{named}";
        }
    }

    /// <summary>Maps an answer that is not what the endpoint promises: HTML of a proxy, half an answer.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="exception">What the reader met.</param>
    /// <returns>The exception to throw.</returns>
    public static ValueTask<Exception?> FromUnreadable(HttpResponseMessage response, Exception exception)
    {
        if (exception is HttpRequestException or IOException)
            return ValueTask.FromResult<Exception?>(FromTransport(response.RequestMessage!, exception, CancellationToken.None));
        return ValueTask.FromResult<Exception?>(Unreadable(response, exception));
    }

    /// <summary>Maps a failure to get any answer.</summary>
    /// <param name="request">The request.</param>
    /// <param name="exception">What was thrown.</param>
    /// <param name="cancellationToken">The caller's token: its cancellation stays what it is.</param>
    /// <returns>The exception to throw.</returns>
    public static Exception FromTransport(HttpRequestMessage request, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is ActionableException || (exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
            return exception;
        var reason = exception is OperationCanceledException ? "no answer in time" : exception.GetBaseException().Message;
        return new ActionableException(
            ErrorCategory.Transient, "github-unreachable",
            $"No answer from {request.RequestUri?.GetLeftPart(UriPartial.Authority)} to {Describe(request)}: {reason}.",
            "Check that this machine reaches GitHub (GITHUB_API_URL, HTTPS_PROXY, SSL_CERT_FILE).", exception);
    }

    /// <summary>Tells of an answer that is JSON and not about what was asked.</summary>
    /// <param name="asked">What was asked.</param>
    /// <returns>The exception to throw.</returns>
    public static ActionableException Senseless(string asked) => new(
        ErrorCategory.Transient, "github-senseless", $"The answer to {asked} is not about that.", "Something between here and GitHub may answer in its place: check GITHUB_API_URL and the proxy settings.");

    private static ActionableException Unreadable(HttpResponseMessage response, Exception? exception)
    {
        var content = response.Content.Headers.ContentLength == 0 ? "empty" : response.Content.Headers.ContentType?.MediaType ?? "an unknown type";
        return new ActionableException(
            ErrorCategory.Transient, "github-not-json",
            $"The answer to {Describe(response.RequestMessage)} is not GitHub's JSON but {content}.",
            "Something between here and GitHub answers in its place (a proxy, a login page): check GITHUB_API_URL and the proxy settings.", exception)
        {
            VendorCode = $"HTTP {(int)response.StatusCode}",
        };
    }

    private TimeSpan? RateLimitPause(HttpResponseMessage response, string body)
    {
        if (response.StatusCode is not (HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests))
            return null;
        if (response.Headers.RetryAfter is { } retryAfter)
            return AtLeastZero(retryAfter.Delta ?? retryAfter.Date - timeProvider.GetUtcNow() ?? SecondaryLimitPause);
        if (Header(response, "x-ratelimit-remaining") == "0"
            && long.TryParse(Header(response, "x-ratelimit-reset"), NumberStyles.None, CultureInfo.InvariantCulture, out var reset))
        {
            return AtLeastZero(DateTimeOffset.FromUnixTimeSeconds(reset) - timeProvider.GetUtcNow() + TimeSpan.FromSeconds(1));
        }

        var secondary = body.Contains("secondary rate limit", StringComparison.OrdinalIgnoreCase);
        return secondary || response.StatusCode == HttpStatusCode.TooManyRequests ? SecondaryLimitPause : null;

        static TimeSpan AtLeastZero(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;
    }

    private static string Said(string body)
    {
        try
        {
            var error = JsonSerializer.Deserialize(body, GitHubJson.Default.ErrorAnswer);
            var details = error?.Errors is { } errors ? Details(errors) : [];
            return string.Join("; ", new[] { error?.Message ?? "(no message)" }.Concat(details)).TrimEnd('.') + ".";
        }
        catch (JsonException)
        {
            return "(not JSON).";
        }
    }

    /// <summary>A list of objects as documented, or of texts, or one text: GitHub sends all three.</summary>
    private static IEnumerable<string> Details(JsonElement errors)
    {
        return errors.ValueKind switch
        {
            JsonValueKind.Array => errors.EnumerateArray().SelectMany(Details),
            JsonValueKind.Object => [Member("message") ?? $"{Member("field")} {Member("code")}"],
            JsonValueKind.Null => [],
            _ => [errors.ToString()],
        };

        string? Member(string name) => errors.TryGetProperty(name, out var member) ? member.ToString() : null;
    }

    private static string Describe(HttpRequestMessage? request)
    {
        var path = request?.RequestUri?.AbsolutePath ?? "";
        var kind = path[(path.LastIndexOf('/') + 1)..] switch
        {
            "generate-jitconfig" => "registering a runner",
            "registration-token" => "asking for a registration token",
            "runners" => "listing the runners",
            "downloads" => "asking which runner version to install",
            "runner-groups" => "listing the runner groups",
            "installation" => "looking up the app's installation",
            "access_tokens" => "asking for the app's installation token",
            "token" => "revoking the app's installation token",
            _ when IsOfRuns(path) => "asking for a workflow run",
            _ => "removing a runner",
        };
        return $"{kind} ({request?.Method} {path})";
    }

    private static bool IsOfRuns(string path) => path.Contains("/actions/runs/", StringComparison.Ordinal);

    /// <summary>The scope that a path is about, which need not be the one where we register.</summary>
    private static RunnerScope? ScopeOf(string path) =>
        ScopePart().Match(path) is { Success: true } match && RunnerScope.TryParse(match.Groups["name"].Value, out var named) ? named : null;

    [GeneratedRegex(@"/(repos/(?<name>[^/]+/[^/]+)|orgs/(?<name>[^/]+)|(?<name>enterprises/[^/]+))/actions/", RegexOptions.ExplicitCapture)]
    private static partial Regex ScopePart();

    private static string Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? string.Join(", ", values) : "";
}
