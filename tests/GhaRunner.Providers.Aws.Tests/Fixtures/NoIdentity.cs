using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Aws.Tests.Fixtures;

/// <summary>A job without an identity.</summary>
internal sealed class NoIdentity : IIdentityTokenSource
{
    public Task<string> GetAsync(string audience, CancellationToken cancellationToken) =>
        throw new ActionableException(ErrorCategory.Unauthorized, "no-identity", "This job has no identity.");
}
