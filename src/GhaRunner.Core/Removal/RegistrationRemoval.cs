using System.Collections.Concurrent;
using GhaRunner.Abstractions;
using GhaRunner.Core.GitHub;

namespace GhaRunner.Core.Removal;

/// <summary>Removes runner registrations by their unique label; one that runs a job is tried again until the deadline.</summary>
internal sealed class RegistrationRemoval(GitHubClient github, TimeProvider timeProvider)
{
    private const int Concurrency = 16;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Removes runners whose id is known without asking for them first, so that a GitHub that cannot list does not keep
    /// them; others are looked for by their label, or a name made from it.
    /// </summary>
    /// <param name="known">Ids and names of runners of ours.</param>
    /// <param name="labels">Unique labels of ours whose runner is not known.</param>
    /// <param name="cancellationToken">The deadline; what is not removed by then is reported as remaining.</param>
    /// <returns>Names of runners removed; names that may be left with the reason; and GitHub's refusal, if that is why.</returns>
    public async Task<(IReadOnlyList<string> Removed, IReadOnlyDictionary<string, string> Remaining, ActionableException? Refusal)> RemoveAsync(
        IReadOnlyDictionary<long, string> known, IReadOnlyCollection<string> labels, CancellationToken cancellationToken)
    {
        var removed = new ConcurrentBag<string>();
        var remaining = new ConcurrentDictionary<string, string>();
        var refusals = new ConcurrentBag<ActionableException>();
        var ours = labels.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var name in known.Values)
            remaining[name] = "not removed in time";
        await Task.WhenAll(RemoveKnownAsync(), LookAsync());
        return ([.. removed], remaining, refusals.FirstOrDefault());

        Task RemoveKnownAsync() => GuardAsync(
            null, () => RemoveAllAsync(known.Select(pair => (pair.Key, pair.Value))));

        async Task LookAsync()
        {
            if (ours.Count == 0)
                return;
            var every = ours.Count == 1 ? $"of {labels.First()}" : $"of {ours.Count} runners";
            remaining[every] = "GitHub did not list the runners in time";
            await GuardAsync(every, async () =>
            {
                var runners = await github.ListAsync(IsOurs, ours.Count, exactName: null, cancellationToken);
                remaining.TryRemove(every, out _);
                foreach (var runner in runners.Where(runner => !known.ContainsKey(runner.Id)))
                    remaining[runner.Name] = "not removed in time";
                await RemoveAllAsync(runners.Where(runner => !known.ContainsKey(runner.Id)).Select(runner => (runner.Id, runner.Name)));
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

        bool IsOurs(Runner runner) =>
            ours.Contains(NameWithoutSuffix(runner.Name)) || (runner.Labels?.Any(label => ours.Contains(label.Name)) ?? false);

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

    /// <summary>A second attempt to register took the name with <c>-r2</c> behind it.</summary>
    private static string NameWithoutSuffix(string name)
    {
        var suffix = name.LastIndexOf("-r", StringComparison.Ordinal);
        return suffix > 0 && name[(suffix + 2)..].All(char.IsAsciiDigit) ? name[..suffix] : name;
    }
}
