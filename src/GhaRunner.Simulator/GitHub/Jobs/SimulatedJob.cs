using System.Runtime.InteropServices;
using System.Text;

namespace GhaRunner.Simulator.GitHub.Jobs;

/// <summary>A job in the queue, on a runner, or done. May be read from any thread at any time.</summary>
public sealed class SimulatedJob
{
    private readonly Lock _lock = new();
    private readonly List<byte> _log = [];
    private readonly TaskCompletionSource<string> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<SimulatedJob> _cancel;
    private string _status = "queued";
    private string? _conclusion;
    private IReadOnlyList<string> _stepConclusions = [];
    private long _logBytes;

    internal SimulatedJob(JobSpecification specification, long id, int runAttempt, DateTimeOffset createdAt, Action<SimulatedJob> cancel)
    {
        Specification = specification;
        Id = id;
        RunAttempt = runAttempt;
        CreatedAt = createdAt;
        _cancel = cancel;
    }

    /// <summary>The job's number.</summary>
    public long Id { get; }

    /// <summary>The repository of its run, as <c>owner/name</c>.</summary>
    public string Repository => Specification.Repository;

    /// <summary>The run it belongs to.</summary>
    public long RunId => Specification.RunId;

    /// <summary>The attempt of that run, from 1.</summary>
    public int RunAttempt { get; }

    /// <summary>Its name.</summary>
    public string Name => Specification.Name;

    /// <summary>The labels that a runner must have to get it.</summary>
    public IReadOnlyList<string> Labels => Specification.Labels;

    /// <summary>Its state: <c>queued</c>, <c>in_progress</c> or <c>completed</c>.</summary>
    public string Status => Read(ref _status);

    /// <summary>How it ended: <c>success</c>, <c>failure</c> or <c>cancelled</c>; <see langword="null"/> before.</summary>
    public string? Conclusion => Read(ref _conclusion);

    /// <summary>The name of the runner that has or had it; <see langword="null"/> while it is queued.</summary>
    public string? RunnerName => Runner?.Specification.Name;

    /// <summary>What its steps and hooks have printed so far.</summary>
    public string Log
    {
        get
        {
            lock (_lock)
                return Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(_log));
        }
    }

    /// <summary>Completes with the <see cref="Conclusion"/>; never fails.</summary>
    public Task<string> Completion => _completion.Task;

    internal JobSpecification Specification { get; }

    internal DateTimeOffset CreatedAt { get; }

    internal DateTimeOffset? StartedAt { get; private set; }

    internal DateTimeOffset? CompletedAt { get; private set; }

    internal Runners.Runner? Runner { get; private set; }

    internal IReadOnlyList<string> StepConclusions => Read(ref _stepConclusions);

    /// <summary>Cancels the job: at once while it is queued, soon when a runner has it.</summary>
    public void Cancel() => _cancel(this);

    internal bool CancelRequested { get; set; }

    internal void Start(Runners.Runner runner, DateTimeOffset now)
    {
        lock (_lock)
            (Runner, StartedAt, _status) = (runner, now, "in_progress");
    }

    /// <summary>Appends to the log; a part that arrived before (a repeated upload) is skipped.</summary>
    internal void AppendLog(long offset, ReadOnlySpan<byte> content)
    {
        lock (_lock)
        {
            var known = _logBytes - offset;
            if (known < 0 || known >= content.Length)
                return;
            _log.AddRange(content[(int)known..]);
            _logBytes = offset + content.Length;
        }
    }

    internal void Note(string line)
    {
        lock (_lock)
            _log.AddRange(Encoding.UTF8.GetBytes(line + "\n"));
    }

    internal void Complete(string conclusion, IReadOnlyList<string> stepConclusions, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_conclusion is not null)
                return;
            (_status, _conclusion, _stepConclusions, CompletedAt) = ("completed", conclusion, stepConclusions, now);
        }

        _completion.TrySetResult(conclusion);
    }

    private T Read<T>(ref T field)
    {
        lock (_lock)
            return field;
    }
}
