namespace GhaRunner.Core.Tests.Support;

/// <summary>Tests that watch the thread pool run when no others do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ClockTests
{
    public const string Name = "clock";
}
