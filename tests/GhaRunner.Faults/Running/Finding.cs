using GhaRunner.Faults.Schedules;

namespace GhaRunner.Faults.Running;

/// <summary>What is wrong with a schedule's end.</summary>
public enum FindingKind
{
    /// <summary>Something exists that the net should have taken.</summary>
    Leak,

    /// <summary>An exit code, or a recorded outcome, that what exists contradicts.</summary>
    Dishonest,

    /// <summary>A secret that can be read.</summary>
    Secret,

    /// <summary>The program hung, crashed or called its own failure a bug.</summary>
    Broken,
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Kind">What sort of thing.</param>
/// <param name="After">After which stage it was seen.</param>
/// <param name="Text">What was seen.</param>
internal sealed record Finding(FindingKind Kind, Stage After, string Text)
{
    public override string ToString() => $"{Words.Of(Kind)} after {Words.Of(After)}: {Text}";
}
