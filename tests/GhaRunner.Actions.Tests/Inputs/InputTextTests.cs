using FsCheck;
using FsCheck.Fluent;
using GhaRunner.Abstractions;
using GhaRunner.Actions.Inputs;

namespace GhaRunner.Actions.Tests.Inputs;

public sealed class InputTextTests
{
    [Theory]
    [InlineData("whole", "1", 1)]
    [InlineData("whole", "-3", -3)]
    [InlineData("flag", "true", true)]
    [InlineData("flag", "FALSE", false)]
    [InlineData("colour", "dark-red", Colour.DarkRed)]
    [InlineData("colour", "Dark-Red", Colour.DarkRed)]
    [InlineData("text", "a, b", "a, b")]
    public void TryConvert_RightText_GivesTheValue(string input, string text, object expected)
    {
        InputText.TryConvert(Of(input), text, out var value).Should().BeNull();
        value.Should().Be(expected);
    }

    [Theory]
    [InlineData("whole", "1.0", "a whole number from -10 to 10")]
    [InlineData("whole", "11", "a whole number from -10 to 10")]
    [InlineData("whole", "1e1", "a whole number from -10 to 10")]
    [InlineData("whole", "99999999999", "a whole number from -10 to 10")]
    [InlineData("whole", "１", "a whole number from -10 to 10")]
    [InlineData("price", "1,5", "a number of at least 0")]
    [InlineData("price", "-0.1", "a number of at least 0")]
    [InlineData("price", "NaN", "a number of at least 0")]
    [InlineData("flag", "yes", "true or false")]
    [InlineData("flag", "1", "true or false")]
    [InlineData("colour", "red", "one of dark-red, blue")]
    [InlineData("colour", "0", "one of dark-red, blue")]
    [InlineData("colour", "DarkRed", "one of dark-red, blue")]
    [InlineData("span", "10", "a duration such as 90s, 10m or 6h of at least 1m")]
    [InlineData("span", "1 m", "a duration such as 90s, 10m or 6h of at least 1m")]
    [InlineData("span", "-1m", "a duration such as 90s, 10m or 6h of at least 1m")]
    [InlineData("span", "59s", "a duration such as 90s, 10m or 6h of at least 1m")]
    [InlineData("span", "1m\n", "a duration such as 90s, 10m or 6h of at least 1m")]
    [InlineData("span", "999999999d", "a duration such as 90s, 10m or 6h of at least 1m")]
    [InlineData("span", "999999999h", "a duration such as 90s, 10m or 6h of at least 1m")]
    [InlineData("word", "two words", "one word")]
    [InlineData("word", "word\n", "one word")]
    [InlineData("words", "good,not good", "one word")]
    public void TryConvert_WrongText_SaysWhatWouldBeRight(string input, string text, string expected) =>
        InputText.TryConvert(Of(input), text, out _).Should().Be(expected);

    [Fact]
    public void TryConvert_List_SplitsAtCommasAndLineBreaks()
    {
        InputText.TryConvert(Of("words"), " a ,b\r\nc\n\n,,d ", out var value).Should().BeNull();
        value.Should().BeAssignableTo<IReadOnlyList<string>>().Which.Should().Equal("a", "b", "c", "d");
    }

    [Fact]
    public void TryConvert_AnyDurationWithinTheBounds_RoundTrips() => Prop.ForAll(
        (from count in Gen.Choose(60, 100_000) from unit in Gen.Elements('s', 'm', 'h', 'd') select (count, unit)).ToArbitrary(), pair =>
    {
        var seconds = pair.count * (pair.unit switch { 's' => 1L, 'm' => 60, 'h' => 3600, _ => 86400 });
        return InputText.TryConvert(Of("span"), $"{pair.count}{pair.unit}", out var value) is null && (TimeSpan)value! == TimeSpan.FromSeconds(seconds);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryConvert_AnyText_NeverThrows() => Prop.ForAll<NonNull<string>>(text => InputDeclaration.Of(typeof(Sample))
        .All(input => InputText.TryConvert(input, text.Get, out var value) is null == value is not null)).QuickCheckThrowOnFailure();

    private static InputDeclaration Of(string name) => InputDeclaration.Of(typeof(Sample)).Single(input => input.Name == name);

    internal enum Colour
    {
        DarkRed,
        Blue,
    }

    internal sealed class Sample
    {
        [Input("text", "Any text.")]
        public string Text { get; set; } = "";

        [Input("word", "One word.", Pattern = "[a-z]+", PatternMeaning = "one word")]
        public string Word { get; set; } = "";

        [Input("words", "Words.", Pattern = "[a-z]+", PatternMeaning = "one word")]
        public IReadOnlyList<string> Words { get; set; } = [];

        [Input("whole", "A number.", Minimum = -10, Maximum = 10)]
        public int? Whole { get; set; }

        [Input("price", "A price.", Minimum = 0)]
        public decimal Price { get; set; }

        [Input("flag", "A flag.")]
        public bool Flag { get; set; }

        [Input("colour", "A colour.")]
        public Colour? Hue { get; set; }

        [Input("span", "A duration.", Minimum = 60)]
        public TimeSpan Span { get; set; }
    }
}
