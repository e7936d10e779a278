using System.Text.RegularExpressions;

namespace GhaRunner.Simulator.Faults;

/// <summary>A rule at work: counts what it has seen and struck.</summary>
public sealed class ScriptedFault
{
    private static readonly TimeSpan s_matchTimeout = TimeSpan.FromSeconds(1);
    private readonly Regex _path;
    private readonly bool _namesRunnerPaths;
    private readonly TaskCompletionSource _firstStrike = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _seen;
    private int _struck;

    internal ScriptedFault(FaultRule rule)
    {
        Rule = rule;
        _path = new Regex(rule.Path, RegexOptions.CultureInvariant, s_matchTimeout);
        _namesRunnerPaths = rule.Path.Contains("_runner", StringComparison.Ordinal) || rule.Path.Contains("releases", StringComparison.Ordinal);
    }

    /// <summary>The rule.</summary>
    public FaultRule Rule { get; }

    /// <summary>How many requests matched method and path so far.</summary>
    public int Seen => Volatile.Read(ref _seen);

    /// <summary>How many of them were struck so far.</summary>
    public int Struck => Volatile.Read(ref _struck);

    /// <summary>Ends when the first of them is struck, before it has its effect.</summary>
    public Task FirstStrike => _firstStrike.Task;

    internal bool Strikes(string method, string path, bool isApi)
    {
        if (!isApi && !_namesRunnerPaths)
            return false;
        if (Rule.Method is { } wanted && !string.Equals(wanted, method, StringComparison.OrdinalIgnoreCase))
            return false;
        if (!_path.IsMatch(path))
            return false;

        var occurrence = Interlocked.Increment(ref _seen);
        if (occurrence <= Rule.Skip || occurrence - Rule.Skip > Rule.Times)
            return false;
        Interlocked.Increment(ref _struck);
        _firstStrike.TrySetResult();
        return true;
    }
}
