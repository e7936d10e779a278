using Amazon.Runtime;
using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Aws.Api;

/// <summary>As whom we ask AWS.</summary>
internal interface ICredentialSource
{
    /// <summary>Gives credentials that renew themselves, once there are valid ones.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The same object each time.</returns>
    /// <exception cref="ActionableException">There are none to be had.</exception>
    Task<AWSCredentials> GetAsync(CancellationToken cancellationToken);
}
