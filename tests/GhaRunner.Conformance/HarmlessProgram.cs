using GhaRunner.Abstractions;

namespace GhaRunner.Conformance;

/// <summary>What a machine of the suite does instead of being a runner: print, then stay or end.</summary>
public sealed record HarmlessProgram
{
    /// <summary>A machine that stays until it is deleted (or ten minutes have passed, should a test die).</summary>
    public static HarmlessProgram StaysAlive { get; } = new();

    /// <summary>A machine that ends at once, badly.</summary>
    public static HarmlessProgram EndsAtOnce { get; } = new() { ExitCode = 7 };

    /// <summary>The lines that it prints first: letters, digits and blanks.</summary>
    public IReadOnlyList<string> Prints { get; init; } = [];

    /// <summary>The code it then exits with; <see langword="null"/> to stay alive.</summary>
    public int? ExitCode { get; init; }

    /// <summary>What goes where the runner's credential would.</summary>
    public string Secret { get; init; } = "";

    /// <summary>Renders it as the core would render a bootstrap.</summary>
    public Bootstrap Render(BootstrapFormat format)
    {
        var prints = string.Concat(Prints.Select(line => $"echo '{line}'; "));
        var script = prints + (ExitCode is { } code ? $"exit {code}" : "exec sleep 600");
        return format == BootstrapFormat.CloudConfig
            ? new Bootstrap { UserData = $"#cloud-config\n# {Secret}\nruncmd:\n- [bash, -c, \"{script}\"]\n" }
            : new Bootstrap
            {
                Command = ["bash", "-c", script],
                Environment = new Dictionary<string, string> { ["ACTIONS_RUNNER_INPUT_JITCONFIG"] = Secret },
            };
    }
}
