namespace GhaRunner.Core;

/// <summary>How a job asks for its identity tokens; not a record, since the token must not be shown.</summary>
/// <param name="url">The address, with a query that the audience is added to (<c>ACTIONS_ID_TOKEN_REQUEST_URL</c>).</param>
/// <param name="token">What it is asked with (<c>ACTIONS_ID_TOKEN_REQUEST_TOKEN</c>).</param>
public sealed class IdTokenRequest(Uri url, string token)
{
    /// <summary>The address.</summary>
    public Uri Url { get; } = url;

    /// <summary>What it is asked with; a secret of the job.</summary>
    public string Token { get; } = token;
}
