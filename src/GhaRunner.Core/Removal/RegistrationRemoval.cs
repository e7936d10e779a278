using System.Collections.Concurrent;
using GhaRunner.Abstractions;
using GhaRunner.Core.GitHub;

namespace GhaRunner.Core.Removal;

/// <summary>Removes runner registrations by their names and labels; one that runs a job is tried again until the deadline.</summary>
internal sealed class RegistrationRemoval(GitHubClient github, TimeProvider timeProvider)
{
    private const int Concurrency = 16;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Removes runners whose id is known without asking for them first, so that a GitHub that cannot list does not keep
    /// them; others are looked for by their name or unique label.
    /// </summary>
    /// <param name="known">Ids and names of runners of ours.</param>
    /// <param name="isOurs">Which other names and labels are meant; <see langword="null"/> to look for none.</param>
    /// <param name="cancellationToken">The deadline; what is not removed by then is reported as remaining.</param>
    /// <returns>Names of runners removed; names that may be left with the reason; and GitHub's refusal, if that is why.</returns>
    public async Task<(IReadOnlyList<string> Removed, IReadOnlyDictionary<string, string> Remaining, ActionableException? Refusal)> RemoveAsync(
        IReadOnlyDictionary<long, string> known, Func<OwnedName, bool>? isOurs, CancellationToken cancellationToken)
    {
        var removed = new ConcurrentBag<string>();
        var remaining = new ConcurrentDictionary<string, string>();
        var refusals = new ConcurrentBag<ActionableException>();
        foreach (var name in known.Values)
            remaining[name] = "not removed in time";
        await Task.WhenAll(RemoveKnownAsync(), LookAsync());
        return ([.. removed], remaining, refusals.FirstOrDefault());

        Task RemoveKnownAsync() => GuardAsync(
            null, () => RemoveAllAsync(known.Select(pair => (pair.Key, pair.Value))));

        async Task LookAsync()
        {
            if (isOurs is null)
                return;
            const string Every = "of these machines";
            remaining[Every] = "GitHub did not list the runners in time";
            await GuardAsync(Every, async () =>
            {
                var runners = await github.ListAsync(IsWanted, int.MaxValue, exactName: null, cancellationToken);
                remaining.TryRemove(Every, out _);
                foreach (var runner in runners)
                    remaining[runner.Name] = "not removed in time";
                await RemoveAllAsync(runners.Select(runner => (runner.Id, runner.Name)));
            });
        }

        async Task GuardAsync(string? every, Func<Task> work)
        {
            try
            {
                await work();
            }
            catch (ActionableException error)
            {
                refusals.Add(error);
                if (every is not null)
                    remaining[every] = error.Message;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // What remains is in the report.
            }
        }

        Task RemoveAllAsync(IEnumerable<(long Id, string Name)> runners) => Parallel.ForEachAsync(
            runners, new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken }, RemoveOneAsync);

        bool IsWanted(Runner runner) => !known.ContainsKey(runner.Id)
            && (runner.Labels ?? []).Select(label => label.Name).Prepend(runner.Name).Any(name => OwnedName.TryParse(name, out var owned) && isOurs!(owned));

        async ValueTask RemoveOneAsync((long Id, string Name) runner, CancellationToken ct)
        {
            while (true)
            {
                try
                {
                    await github.DeleteAsync(runner.Id, ct);
                    remaining.TryRemove(runner.Name, out _);
                    removed.Add(runner.Name);
                    return;
                }
                catch (ActionableException busy) when (busy.Category == ErrorCategory.Conflict)
                {
                    remaining[runner.Name] = busy.ToUserText();
                    await Task.Delay(Pause, timeProvider, ct);
                }
                catch (ActionableException refusal) when (refusal.Category != ErrorCategory.Unauthorized)
                {
                    remaining[runner.Name] = refusal.Message; // The others may go all the same; who is not allowed to is not allowed to anywhere.
                    refusals.Add(refusal);
                    return;
                }
            }
        }
    }
}
