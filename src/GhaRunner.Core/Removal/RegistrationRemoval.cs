using System.Collections.Concurrent;
using GhaRunner.Abstractions;
using GhaRunner.Core.GitHub;

namespace GhaRunner.Core.Removal;

/// <summary>Removes runner registrations by their unique label; one that runs a job is tried again until the deadline.</summary>
internal sealed class RegistrationRemoval(GitHubClient github, TimeProvider timeProvider)
{
    private const int Concurrency = 16;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Removes the runners that have one of the labels, or a name made from one.</summary>
    /// <param name="labels">Unique labels of ours.</param>
    /// <param name="cancellationToken">The deadline; what is not removed by then is reported as remaining.</param>
    /// <returns>Names of runners removed; names that may be left with the reason; and GitHub's refusal, if that is why.</returns>
    public async Task<(IReadOnlyList<string> Removed, IReadOnlyDictionary<string, string> Remaining, ActionableException? Refusal)> RemoveAsync(
        IReadOnlyCollection<string> labels, CancellationToken cancellationToken)
    {
        var removed = new ConcurrentBag<string>();
        var remaining = new ConcurrentDictionary<string, string>();
        ActionableException? refusal = null;
        if (labels.Count == 0)
            return ([], remaining, null);
        var ours = labels.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var every = labels.Count == 1 ? $"of {labels.First()}" : $"of {labels.Count} runners";
        try
        {
            remaining[every] = "GitHub did not list the runners in time";
            var runners = await github.ListAsync(IsOurs, ours.Count, exactName: null, cancellationToken);
            remaining.Clear();
            foreach (var runner in runners)
                remaining[runner.Name] = "not removed in time";
            await Parallel.ForEachAsync(
                runners, new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken }, RemoveOneAsync);
        }
        catch (ActionableException error)
        {
            refusal = error;
            remaining[every] = error.Message;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What remains is in the report.
        }

        return ([.. removed], remaining, refusal);

        bool IsOurs(Runner runner) =>
            ours.Contains(NameWithoutSuffix(runner.Name)) || (runner.Labels?.Any(label => ours.Contains(label.Name)) ?? false);

        async ValueTask RemoveOneAsync(Runner runner, CancellationToken ct)
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
