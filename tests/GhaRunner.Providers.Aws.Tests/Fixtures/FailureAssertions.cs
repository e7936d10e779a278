using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Aws.Tests.Fixtures;

internal static class FailureAssertions
{
    public static void ShouldBe(this ActionableException failure, ErrorCategory category, string code, string inText)
    {
        failure.Code.Should().Be(code, "of {0}", failure.ToUserText());
        failure.Category.Should().Be(category);
        failure.ToUserText().Should().Contain(inText);
    }
}
