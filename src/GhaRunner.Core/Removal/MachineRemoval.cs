using System.Collections.Concurrent;
using GhaRunner.Abstractions;

namespace GhaRunner.Core.Removal;

/// <summary>Deletes machines and looks until the provider no longer shows them; one bad id does not spoil the rest.</summary>
internal sealed class MachineRemoval(IMachineProvider provider, TimeProvider timeProvider)
{
    private const int Concurrency = 32;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    /// <summary>Removes machines. An exception that the contract does not know is a machine that remains, like any other.</summary>
    /// <param name="ids">Their ids.</param>
    /// <param name="filter">A filter that most of them pass: one listing then tells of all, instead of a question for each.</param>
    /// <param name="mayBeUnseen">
    /// Whether a machine was made so short a time ago that the provider may not show it yet: that it is not shown, or not
    /// there to be deleted, then says nothing, until it has been shown once.
    /// </param>
    /// <param name="cancellationToken">The deadline; what is not gone by then is reported as remaining.</param>
    /// <returns>Ids that are gone, and ids that may not be with the reason.</returns>
    public async Task<(IReadOnlyList<string> Gone, IReadOnlyDictionary<string, string> Remaining)> RemoveAsync(
        IReadOnlyCollection<string> ids, OwnershipFilter filter, Func<string, bool> mayBeUnseen, CancellationToken cancellationToken)
    {
        var pending = new ConcurrentDictionary<string, string>(ids.Distinct().Select(id => KeyValuePair.Create(id, "not deleted yet")));
        var accepted = new ConcurrentDictionary<string, bool>();
        var refused = new ConcurrentDictionary<string, string>();
        var seen = new ConcurrentDictionary<string, bool>();
        var gone = new ConcurrentBag<string>();
        for (var pause = FirstPause; !pending.IsEmpty; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await ForEachAsync(pending.Keys.Where(id => !accepted.ContainsKey(id)), DeleteAsync);
                var shown = await ListAsync();
                await ForEachAsync(pending.Keys.Where(id => accepted.ContainsKey(id) && !shown.Contains(id)), LookAsync);
                if (!pending.IsEmpty)
                    await Task.Delay(pause, timeProvider, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
        }

        return ([.. gone], pending.Concat(refused).ToDictionary());

        async ValueTask DeleteAsync(string id, CancellationToken ct)
        {
            try
            {
                await provider.DeleteAsync(id, ct);
                accepted[id] = true;
                pending[id] = "deletion accepted, but still shown when time was up";
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                Problem(id, error);
            }
        }

        async Task<HashSet<string>> ListAsync()
        {
            try
            {
                var machines = await provider.ListOwnedAsync(filter, cancellationToken);
                foreach (var machine in machines)
                {
                    seen[machine.Id] = true;
                    if (machine.State is not (MachineState.Deleting or MachineState.Deleted))
                        accepted.TryRemove(machine.Id, out _); // The deletion found nothing, or was lost: it is asked for again.
                }
                return [.. machines.Where(machine => machine.State != MachineState.Deleted).Select(machine => machine.Id)];
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                return []; // Each machine is then asked for by its id, which tells what is wrong.
            }
        }

        async ValueTask LookAsync(string id, CancellationToken ct)
        {
            try
            {
                var machine = await provider.GetAsync(id, ct);
                if (machine is null && !seen.ContainsKey(id) && mayBeUnseen(id))
                {
                    pending[id] = "was made a moment ago, and the provider does not show it yet";
                    accepted.TryRemove(id, out _); // The deletion may have found nothing to delete.
                }
                else if (machine is null or { State: MachineState.Deleted })
                {
                    pending.TryRemove(id, out _);
                    gone.Add(id);
                }
                else
                {
                    // No longer listed and still there: something that was made with it has outlived it, and is deleted in a second call.
                    accepted.TryRemove(id, out _);
                    pending[id] = machine.StateReason.Length > 0 ? machine.StateReason : "deletion accepted, but still shown when time was up";
                }
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                Problem(id, error);
            }
        }

        void Problem(string id, Exception error)
        {
            pending[id] = ActionableException.TextOf(error);
            if (error is not (ActionableException { IsPassing: true } or ActionableException { Category: ErrorCategory.Conflict }) && pending.TryRemove(id, out var reason))
                refused[id] = reason;
        }

        Task ForEachAsync(IEnumerable<string> some, Func<string, CancellationToken, ValueTask> action) => Parallel.ForEachAsync(
            some.ToList(), new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken }, action);
    }
}
