using System.Net.Http.Headers;
using GhaRunner.Abstractions;
using Polly;
using Polly.Retry;
using Refit;

namespace GhaRunner.Core.GitHub;

/// <summary>How we talk to GitHub: headers, JSON, error map, rate limits and retries, made once for all endpoints.</summary>
internal static class GitHubHttp
{
    private const int Retries = 4;

    /// <summary>The longest pause that we wait out when GitHub asks for one; a longer one fails the call at once.</summary>
    public static TimeSpan LongestPause { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Makes the HTTP client that all endpoints share.</summary>
    /// <param name="apiUrl">The base of the REST API (<c>GITHUB_API_URL</c>).</param>
    /// <param name="handler">What sends the requests; not ended with the client, since clients share it.</param>
    /// <returns>A client whose failures only <see cref="CreateSettings"/> makes readable.</returns>
    public static HttpClient CreateClient(Uri apiUrl, HttpMessageHandler handler)
    {
        var client = new HttpClient(new TransportFaults { InnerHandler = handler }, disposeHandler: false)
        {
            BaseAddress = new Uri(apiUrl.ToString().TrimEnd('/')),
            Timeout = Timeout.InfiniteTimeSpan, // AnswerDeadline has it.
        };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("gha-runner", "1"));
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/vnd.github+json"));
        client.DefaultRequestHeaders.Add("X-GitHub-Api-Version", "2022-11-28");
        return client;
    }

    /// <summary>Makes the settings of the typed clients.</summary>
    /// <param name="errors">The error map.</param>
    /// <returns>Settings with our JSON and our errors.</returns>
    public static RefitSettings CreateSettings(GitHubErrors errors) => new(new SystemTextJsonContentSerializer(GitHubJson.Default.Options))
    {
        ExceptionFactory = errors.FromResponseAsync,
        DeserializationExceptionFactory = GitHubErrors.FromUnreadable,
        TransportExceptionFactory = (_, exception, _) => exception, // Made readable by TransportFaults.
    };

    /// <summary>Makes a retry for calls that may be repeated.</summary>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="transientToo">
    /// <see langword="false"/> for a call that is not idempotent: then only a refusal by a rate limit is tried again, since
    /// it had no effect.
    /// </param>
    /// <returns>A pipeline that waits as long as GitHub asks, else 0.5, 1, 2, 4 s with jitter.</returns>
    public static ResiliencePipeline CreateRetry(TimeProvider timeProvider, bool transientToo) => new ResiliencePipelineBuilder { TimeProvider = timeProvider }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = Retries,
            Delay = TimeSpan.FromMilliseconds(500),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = new PredicateBuilder().Handle<ActionableException>(error =>
                (error.Category == ErrorCategory.Throttled && error.RetryAfter <= LongestPause)
                || (transientToo && error.Category == ErrorCategory.Transient)),
            DelayGenerator = arguments => ValueTask.FromResult((arguments.Outcome.Exception as ActionableException)?.RetryAfter),
        })
        .Build();
}
