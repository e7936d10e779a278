namespace GhaRunner.Actions.Workflow;

/// <summary>
/// The mark by which a later stage of a step gives its start up: a file in the folder that the stages of a job share. The
/// runner cannot kill a container that hears no signal; its start may go on beside the stage that cleans up after it.
/// </summary>
internal sealed class GivenUpMark(ProcessEnvironment environment)
{
    /// <summary>Whether the start was given up.</summary>
    /// <param name="start">The start.</param>
    public bool IsSet(string start) => PathOf(start) is { } path && File.Exists(path);

    /// <summary>Gives the start up; where there is no shared folder, there is nobody to tell either.</summary>
    /// <param name="start">The start.</param>
    public void Set(string start)
    {
        if (PathOf(start) is not { } path)
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
    }

    private string? PathOf(string start) => environment["RUNNER_TEMP"] is { Length: > 0 } folder && start.Length > 0 ? Path.Combine(folder, "gha-runner", $"{start}.given-up") : null;
}
