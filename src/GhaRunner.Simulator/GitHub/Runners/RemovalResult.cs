namespace GhaRunner.Simulator.GitHub.Runners;

/// <summary>How the removal of a registration went.</summary>
internal enum RemovalResult
{
    Removed,
    NotFound,
    Busy,
}
