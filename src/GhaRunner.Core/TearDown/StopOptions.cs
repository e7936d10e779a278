using GhaRunner.Abstractions;

namespace GhaRunner.Core.TearDown;

/// <summary>What to stop. Inputs of <c>stop</c>, the same for every provider.</summary>
public sealed class StopOptions : IValidatedOptions
{
    /// <summary>The start's mapping; empty for the machines of this run.</summary>
    [Input("mapping", "The output mapping of the start. Empty or missing: the machines of this run, of this attempt and those before it, found by their tags.")]
    public string Mapping { get; set; } = "";

    /// <summary>How long machines and registrations may take to be gone.</summary>
    [Input("timeout", "How long the machines and registrations may take to be gone, all together.", Default = "10m", Minimum = 10, Maximum = 7200)]
    public TimeSpan Timeout { get; set; }

    /// <summary>Whether to tell what would be stopped, and stop nothing.</summary>
    [Input("dry-run", "true: print what would be stopped; stop nothing.", Default = "false")]
    public bool DryRun { get; set; }

    /// <summary>When set, only what this start has made; no input: a later stage of the start itself sets it.</summary>
    public string Start { get; set; } = "";

    /// <inheritdoc/>
    public IEnumerable<InputProblem> Validate()
    {
        if (!MachineMapping.TryParse(Mapping, out _))
            yield return new InputProblem("mapping", "is not a JSON object of machine ids and labels: hand on the start's output as it is, ${{ needs.start.outputs.mapping }}, or leave it empty.");
    }
}
