namespace GhaRunner.Simulator.Demo;

/// <summary>How far a job is.</summary>
internal enum JobState
{
    Waiting,
    Running,
    Succeeded,
    Failed,
    Skipped,
}
