using GhaRunner.Abstractions;

namespace GhaRunner.Actions.Tests;

public sealed class ExitCodesTests
{
    [Theory]
    [InlineData(ErrorCategory.Unexpected, 1)]
    [InlineData(ErrorCategory.InvalidInput, 2)]
    [InlineData(ErrorCategory.NotFound, 2)]
    [InlineData(ErrorCategory.Unauthorized, 3)]
    [InlineData(ErrorCategory.NoCapacity, 4)]
    [InlineData(ErrorCategory.Quota, 4)]
    [InlineData(ErrorCategory.TimedOut, 5)]
    [InlineData(ErrorCategory.CleanUpIncomplete, 6)]
    [InlineData(ErrorCategory.Conflict, 1)]
    [InlineData(ErrorCategory.Throttled, 1)]
    [InlineData(ErrorCategory.Transient, 1)]
    [InlineData(ErrorCategory.MachineFailed, 1)]
    public void Of_EachCategory_IsAsDocumented(ErrorCategory category, int code) => ExitCodes.Of(new ActionableException(category, "x", "x")).Should().Be(code);

    [Fact]
    public void Of_OtherEnds_AreAsDocumented()
    {
        ExitCodes.Of(null).Should().Be(0);
        ExitCodes.Of(new TaskCanceledException()).Should().Be(130);
        ExitCodes.Of(new InvalidOperationException()).Should().Be(1);
    }
}
