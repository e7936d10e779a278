using GhaRunner.Abstractions;

namespace GhaRunner.Conformance;

/// <summary>What tests of an error map say of a failure.</summary>
public static class FailureAssertions
{
    /// <summary>Asserts what kind of failure it is and what it tells the user.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="category">Its category.</param>
    /// <param name="code">Its code.</param>
    /// <param name="inText">Part of the text for the user.</param>
    public static void ShouldBe(this ActionableException failure, ErrorCategory category, string code, string inText)
    {
        failure.Code.Should().Be(code, "of {0}", failure.ToUserText());
        failure.Category.Should().Be(category);
        failure.ToUserText().Should().Contain(inText);
    }
}
