using GhaRunner.Conformance.RealParts;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace GhaRunner.Providers.Docker.Tests.Fixtures;

/// <summary>Skips every test of a class, inherited ones too, where <see cref="DockerFactAttribute"/> would skip one.</summary>
public sealed class SkipWithoutEngine : ITestCaseOrderer
{
    public IEnumerable<TTestCase> OrderTestCases<TTestCase>(IEnumerable<TTestCase> testCases)
        where TTestCase : ITestCase
    {
        var reason = RealPart.WhySkip(RealPart.MissingEngine);
        foreach (var testCase in testCases)
        {
            // xunit 2 has no public way to skip a test that somebody else has declared.
            if (reason is not null && testCase is XunitTestCase { SkipReason: null } inherited)
                typeof(XunitTestCase).GetProperty(nameof(XunitTestCase.SkipReason))!.SetValue(inherited, reason);
            yield return testCase;
        }
    }
}
