namespace GhaRunner.Abstractions;

/// <summary>
/// Gives the identity of the workflow job that we are, as a token that GitHub has signed (OIDC): with it a cloud lends us
/// credentials that nobody had to store
/// (https://docs.github.com/en/actions/concepts/security/openid-connect).
/// </summary>
public interface IIdentityTokenSource
{
    /// <summary>Asks for a token. Each call gets a fresh one, valid for some minutes; it is masked already.</summary>
    /// <param name="audience">For whom it is (<c>sts.amazonaws.com</c>); the cloud compares it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A JSON Web Token; its claim <c>sub</c> names repository and branch or environment.</returns>
    /// <exception cref="ActionableException">
    /// <see cref="ErrorCategory.Unauthorized"/>: the job may have none (no <c>permissions: id-token: write</c>, a pull request
    /// from a fork, no workflow at all). <see cref="ErrorCategory.Transient"/>: GitHub did not answer.
    /// </exception>
    Task<string> GetAsync(string audience, CancellationToken cancellationToken);
}
