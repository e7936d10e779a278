namespace GhaRunner.Machine.Tests.Support;

/// <summary>A test that needs a program: skipped without it, except in CI, where it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(string program)
    {
        if (Command.TryRun("bash", ["-c", "command -v \"$0\"", program]).ExitCode != 0 && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = $"needs {program}: apt-get install {program}";
    }
}
