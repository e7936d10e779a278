using System.Text;
using GhaRunner.Abstractions;

namespace GhaRunner.Core.Deployment;

/// <summary>What to start. Inputs of <c>start</c>, the same for every provider.</summary>
public sealed class StartOptions : IValidatedOptions
{
    /// <summary>Containers and processes get it as a variable in base64, and Linux takes none above 128 KiB.</summary>
    private const int LongestSetupScript = 64 * 1024;

    /// <summary>The runner group, by name or id.</summary>
    [Input("runner-group", "Runner group to register in, by name or id. Repositories have only the default one.", Default = "Default")]
    public string RunnerGroup { get; set; } = "";

    /// <summary>Labels beside the unique one.</summary>
    [Input("labels", "Extra labels beside the unique one, separated by commas or line breaks. A job that names only these may take the runner.", Pattern = @"[^,\p{Cc}]{1,100}", PatternMeaning = "at most 100 characters without commas and control characters")]
    public IReadOnlyList<string> Labels { get; set; } = [];

    /// <summary>How many runners.</summary>
    [Input("count", "Runners to start, each on a machine of its own.", Default = "1", Minimum = 1, Maximum = 256)]
    public int Count { get; set; }

    /// <summary>The architecture of the runner to install, or <see langword="null"/> to follow the machine.</summary>
    [Input("architecture", "Architecture of the runner: x64 or arm64. Default: that of the machine type, else x64.")]
    public MachineArchitecture? Architecture { get; set; }

    /// <summary>Which runner to install: <c>latest</c>, <c>x.y.z</c> or <c>preinstalled</c>.</summary>
    [Input("runner-version", "latest (what GitHub offers here), a version as x.y.z, or preinstalled (the machine's image holds the runner).", Default = "latest", Pattern = @"latest|preinstalled|\d+\.\d+\.\d+", PatternMeaning = "latest, preinstalled or a version as x.y.z")]
    public string RunnerVersion { get; set; } = "";

    /// <summary>Whether a runner takes one job and is gone.</summary>
    [Input("ephemeral", "true: the runner takes one job and is gone (just-in-time configuration). false: it takes jobs until it is stopped or its time is up.", Default = "true")]
    public bool Ephemeral { get; set; }

    /// <summary>Bash to run before the runner registers.</summary>
    [Input("setup-script", "Bash to run as root on the machine before the runner registers. If it fails, the start fails and shows its output.")]
    public string SetupScript { get; set; } = "";

    /// <summary>From creation to online, for all machines together.</summary>
    [Input("timeout", "How long the machines may take from creation to online, all together.", Default = "10m", Minimum = 10, Maximum = 7200)]
    public TimeSpan Timeout { get; set; }

    /// <summary>When a machine ends itself, whatever happens.</summary>
    [Input("max-lifetime", "The machine ends itself after this long, whatever happens.", Default = "6h", Minimum = 60, Maximum = 432000)]
    public TimeSpan MaxLifetime { get; set; }

    /// <summary>When a machine without a job ends itself.</summary>
    [Input("idle-timeout", "The machine ends itself when no job has come for this long.", Default = "15m", Minimum = 10, Maximum = 432000)]
    public TimeSpan IdleTimeout { get; set; }

    /// <summary>Whether to tell what would be created, and create nothing.</summary>
    [Input("dry-run", "true: print what would be created, in order of candidates, with prices where known; create nothing.", Default = "false")]
    public bool DryRun { get; set; }

    /// <inheritdoc/>
    public IEnumerable<InputProblem> Validate()
    {
        if (Timeout >= MaxLifetime)
            yield return new InputProblem("timeout", "is not shorter than max-lifetime: the machines would end before they are waited for.");
        if (Labels.Count > 99)
            yield return new InputProblem("labels", "has more than 99 labels; GitHub takes 100, and one is ours.");
        if (Encoding.UTF8.GetByteCount(SetupScript) > LongestSetupScript)
            yield return new InputProblem("setup-script", "is longer than 64 KiB: have a short one download the rest.");
        if (SetupScript.Contains('\0', StringComparison.Ordinal))
            yield return new InputProblem("setup-script", "contains a NUL character.");
    }
}
