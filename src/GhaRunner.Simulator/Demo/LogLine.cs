namespace GhaRunner.Simulator.Demo;

/// <summary>A line of a job's log as people see it.</summary>
internal sealed record LogLine(LogLineKind Kind, string Text);

/// <summary>What a line is.</summary>
internal enum LogLineKind
{
    Text,
    Group,
    Notice,
    Warning,
    Error,
}
