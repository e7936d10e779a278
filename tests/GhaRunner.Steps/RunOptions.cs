namespace GhaRunner.Steps;

/// <summary>How a run of the program is watched.</summary>
public sealed record RunOptions
{
    /// <summary>A run that is not over by then hangs; it is killed, and its end fails.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Whether to look all the time at the arguments of all processes, for secrets.</summary>
    public bool WatchesArguments { get; init; } = true;

    /// <summary>The folder for the files by which the step tells the runner something; goes with the run.</summary>
    /// <value>Default: <see langword="null"/>, a new one.</value>
    public DirectoryInfo? Files { get; init; }

    /// <summary>Where the program sees that folder.</summary>
    /// <value>Default: <see langword="null"/>, where it is.</value>
    public string? FilesSeenIn { get; init; }
}
