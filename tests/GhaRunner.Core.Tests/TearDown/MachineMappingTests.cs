using FsCheck;
using FsCheck.Fluent;
using GhaRunner.Core.TearDown;

namespace GhaRunner.Core.Tests.TearDown;

public sealed class MachineMappingTests
{
    [Fact]
    public void FormatAndTryParse_AnyIdsAndLabels_RoundTrip() => Prop.ForAll<Dictionary<NonEmptyString, NonNull<string>>>(pairs =>
    {
        var machines = pairs.Where(pair => IsUnicode(pair.Key.Get) && IsUnicode(pair.Value.Get)).ToDictionary(pair => pair.Key.Get, pair => pair.Value.Get);
        var text = MachineMapping.Format(machines);
        return MachineMapping.TryParse(text, out var read) && read.Count == machines.Count && read.All(pair => machines[pair.Key] == pair.Value) && !text.Contains('\n');
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    [InlineData("{}")]
    public void TryParse_NoMapping_IsEmpty(string text)
    {
        MachineMapping.TryParse(text, out var machines).Should().BeTrue();
        machines.Should().BeEmpty();
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""["a"]""")]
    [InlineData("""{"a":1}""")]
    [InlineData("""{"a":null}""")]
    [InlineData("""{"":"label"}""")]
    [InlineData("""{"a":"b"} trailing""")]
    [InlineData("""{"a":"b",}""")]
    [InlineData("'")]
    public void TryParse_SomethingElse_IsRefused(string text) => MachineMapping.TryParse(text, out _).Should().BeFalse();

    /// <summary>JSON has no half of a surrogate pair.</summary>
    private static bool IsUnicode(string text) => text.EnumerateRunes().All(rune => rune.Value != 0xFFFD);
}
