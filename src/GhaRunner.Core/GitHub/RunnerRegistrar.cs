using GhaRunner.Abstractions;
using GhaRunner.Core.Bootstrap;
using Microsoft.Extensions.Logging;

namespace GhaRunner.Core.GitHub;

/// <summary>
/// Registers the runners of one start. An ephemeral runner gets a just-in-time configuration; where the server has none
/// (an old GHES), or the runner is to stay, a registration token.
/// </summary>
internal sealed partial class RunnerRegistrar(GitHubClient github, string group, long groupId, IReadOnlyList<string> extraLabels, bool ephemeral, TimeProvider timeProvider, ILogger logger)
    : IDisposable
{
    private const int Attempts = 4;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim gate = new(1);
    private readonly TaskCompletionSource<bool> pioneer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int calls;
    private bool jitMissing;
    private (string Token, string Url)? registrationToken;

    /// <summary>
    /// Registers one runner under the machine's name, which is also its unique label. The first call goes alone, the others
    /// follow its success: what is refused is refused once, not a hundred times.
    /// </summary>
    /// <param name="ownership">The machine.</param>
    /// <param name="cancellationToken">Gives up waiting; the registration may have been made, under the machine's name.</param>
    /// <returns>The registration.</returns>
    /// <exception cref="ActionableException">GitHub refused; nothing is registered.</exception>
    public async Task<RegisteredRunner> RegisterAsync(Ownership ownership, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref calls) > 1)
        {
            await pioneer.Task.WaitAsync(cancellationToken);
            return await RegisterOneAsync(ownership, cancellationToken);
        }

        try
        {
            var registered = await RegisterOneAsync(ownership, cancellationToken);
            pioneer.SetResult(true);
            return registered;
        }
        catch (Exception failure)
        {
            pioneer.SetException(failure);
            _ = pioneer.Task.Exception;
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => gate.Dispose();

    private async Task<RegisteredRunner> RegisterOneAsync(Ownership ownership, CancellationToken cancellationToken)
    {
        if (ephemeral && !jitMissing)
        {
            try
            {
                return await RegisterJustInTimeAsync(ownership, cancellationToken);
            }
            catch (ActionableException refusal) when (refusal.Code == "github-not-found")
            {
                await FallBackAsync(refusal, cancellationToken);
            }
        }

        var (token, url) = await GetTokenAsync(cancellationToken);
        return new RegisteredRunner(
            new RunnerRegistration
            {
                Name = ownership.MachineName,
                Token = token,
                Url = url,
                Labels = Labels(ownership),
                Group = group,
                Ephemeral = ephemeral,
            },
            Id: null);
    }

    /// <summary>
    /// The request is not idempotent and has no key: when the name is taken or the answer is lost, the runner of that name
    /// may be ours, made a moment ago, its configuration lost. It is removed if nobody uses it, and another name is taken.
    /// </summary>
    private async Task<RegisteredRunner> RegisterJustInTimeAsync(Ownership ownership, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var name = attempt == 1 ? ownership.MachineName : $"{ownership.MachineName}-r{attempt}";
            try
            {
                var answer = await github.CreateJitConfigurationAsync(name, groupId, Labels(ownership), cancellationToken);
                return new RegisteredRunner(new RunnerRegistration { Name = name, JitConfiguration = answer.EncodedJitConfig }, answer.Runner.Id);
            }
            catch (ActionableException exception) when (exception.Category is ErrorCategory.Conflict or ErrorCategory.Transient)
            {
                LogLost(name, exception.Code);
                if (!await TryRemoveUnusedAsync(name, cancellationToken) || attempt == Attempts)
                    throw;
                if (exception.Category == ErrorCategory.Transient)
                    await Task.Delay(FirstPause * Math.Pow(2, attempt - 1), timeProvider, cancellationToken);
            }
        }
    }

    /// <summary>Whether GitHub let us look. If not, the failure stays the one that leaves open what was made.</summary>
    private async Task<bool> TryRemoveUnusedAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var found = await github.ListAsync(runner => runner.Name == name, enough: 1, exactName: name, cancellationToken);
            foreach (var runner in found.Where(runner => runner is { IsOnline: false, Busy: false }))
                await github.DeleteAsync(runner.Id, cancellationToken);
            return true;
        }
        catch (ActionableException)
        {
            return false;
        }
    }

    /// <summary>A 404 is either a missing endpoint or a missing permission; only the former lets us have a token.</summary>
    private async Task FallBackAsync(ActionableException refusal, CancellationToken cancellationToken)
    {
        try
        {
            await GetTokenAsync(cancellationToken);
        }
        catch (ActionableException)
        {
            throw refusal;
        }

        if (!jitMissing)
            LogJitMissing();
        jitMissing = true;
    }

    private async Task<(string Token, string Url)> GetTokenAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            return registrationToken ??= await github.CreateRegistrationTokenAsync(cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    private string[] Labels(Ownership ownership) => [ownership.MachineName, .. extraLabels];

    [LoggerMessage(Level = LogLevel.Warning, Message = "Registering {Name} is uncertain ({Code}): looking for it, then trying again under another name.")]
    private partial void LogLost(string name, string code);

    [LoggerMessage(Level = LogLevel.Information, Message = "This GitHub has no just-in-time configuration: using a registration token.")]
    private partial void LogJitMissing();
}
