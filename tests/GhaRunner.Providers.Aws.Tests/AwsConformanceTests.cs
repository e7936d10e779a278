using GhaRunner.Conformance;
using GhaRunner.Providers.Aws.Tests.Fixtures;
using GhaRunner.Simulator;

namespace GhaRunner.Providers.Aws.Tests;

/// <summary>The contract's terms, against a simulated AWS.</summary>
public sealed class AwsConformanceTests : ProviderConformance
{
    protected override async Task<ProviderUnderTest> CreateSubjectAsync() => new AwsUnderTest(await SimulatorHost.StartAsync(new SimulatorOptions()));
}
