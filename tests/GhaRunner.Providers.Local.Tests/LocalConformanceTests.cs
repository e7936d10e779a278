using GhaRunner.Conformance;

namespace GhaRunner.Providers.Local.Tests;

public sealed class LocalConformanceTests : ProviderConformance
{
    protected override Task<ProviderUnderTest> CreateSubjectAsync() => Task.FromResult<ProviderUnderTest>(new LocalUnderTest());
}
