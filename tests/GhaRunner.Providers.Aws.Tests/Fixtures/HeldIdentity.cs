using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Aws.Tests.Fixtures;

/// <summary>An identity that is told when the test lets it: the job's, or without one a token that nobody takes.</summary>
internal sealed class HeldIdentity(IIdentityTokenSource? identity = null) : IIdentityTokenSource
{
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int asked;

    public int Asked => Volatile.Read(ref asked);

    public void Release() => released.SetResult();

    public async Task<string> GetAsync(string audience, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref asked);
        await released.Task.WaitAsync(cancellationToken);
        return identity is null ? "no.token" : await identity.GetAsync(audience, cancellationToken);
    }
}
