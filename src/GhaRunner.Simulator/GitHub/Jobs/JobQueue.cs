using GhaRunner.Simulator.GitHub.Runners;
using GhaRunner.Simulator.GitHub.Runs;

namespace GhaRunner.Simulator.GitHub.Jobs;

/// <summary>
/// The jobs of all repositories, and their assignment: an idle runner that polls takes the oldest job that its scope
/// serves and whose labels it has.
/// </summary>
internal sealed class JobQueue(Fleet fleet, RunBook runs, SimulatorOptions options, Pulse pulse)
{
    private readonly SortedDictionary<long, SimulatedJob> _jobs = [];
    private readonly LinkedList<SimulatedJob> _queued = [];
    private long _lastId = 9000;

    private DateTimeOffset Now => options.TimeProvider.GetUtcNow();

    public SimulatedJob Enqueue(JobSpecification specification)
    {
        var attempt = runs.EnsureRun(specification.Repository, specification.RunId);
        lock (fleet.Gate)
        {
            var job = new SimulatedJob(specification, ++_lastId, attempt, Now, Cancel);
            _jobs.Add(job.Id, job);
            _queued.AddLast(job);
            pulse.Beat();
            return job;
        }
    }

    public List<SimulatedJob> List(Func<SimulatedJob, bool> match)
    {
        lock (fleet.Gate)
            return [.. _jobs.Values.Where(match)];
    }

    public SimulatedJob? Find(long id)
    {
        lock (fleet.Gate)
            return _jobs.GetValueOrDefault(id);
    }

    /// <summary>Gives a job to a runner that asks.</summary>
    /// <returns>Whether the registration still exists, and the job if there is one.</returns>
    public (bool Registered, SimulatedJob? Job) TryTake(Runner runner)
    {
        lock (fleet.Gate)
        {
            if (!fleet.Knows(runner))
                return (false, null);
            if (runner.Job is not null)
                return (true, null);
            var job = _queued.FirstOrDefault(queued => runner.Scope.Serves(queued.Repository) && queued.Labels.All(runner.Specification.Has));
            if (job is null)
                return (true, null);
            _queued.Remove(job);
            job.Start(runner, Now);
            runner.Job = job;
            runner.LastHeardOf = Now;
            return (true, job);
        }
    }

    /// <summary>Ends a job; an ephemeral runner is no longer registered after that.</summary>
    public void Complete(SimulatedJob job, string conclusion, IReadOnlyList<string> steps)
    {
        lock (fleet.Gate)
        {
            _queued.Remove(job);
            if (job.Runner is { } runner && runner.Job == job)
            {
                runner.Job = null;
                if (runner.Specification.Ephemeral)
                    fleet.Forget(runner);
            }
        }

        job.Complete(conclusion, steps, Now);
        pulse.Beat();
    }

    /// <summary>Fails the jobs whose runner has not been heard of for too long; its registration stays, as the real one does.</summary>
    public void FailLost(SimulatedJob job)
    {
        lock (fleet.Gate)
        {
            if (job.Runner is { } runner && runner.Job == job)
                runner.Job = null;
        }

        job.Note($"The self-hosted runner: {job.RunnerName} lost communication with the server.");
        job.Complete("failure", [], Now);
    }

    private void Cancel(SimulatedJob job)
    {
        lock (fleet.Gate)
        {
            job.CancelRequested = true;
            if (job.Runner is not null)
                return;
        }

        Complete(job, "cancelled", []);
    }
}
