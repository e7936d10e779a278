namespace GhaRunner.Simulator.GitHub.Jobs;

/// <summary>What a job is.</summary>
internal sealed record JobSpecification
{
    public required string Repository { get; init; }

    public required long RunId { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Scripts, each run by its own <c>bash -e</c>.</summary>
    public required IReadOnlyList<string> Steps { get; init; }

    /// <summary>The name of a step, as a workflow without names shows it.</summary>
    public static string StepName(string script) => "Run " + script.AsSpan().Trim().ToString().Split('\n')[0];
}
