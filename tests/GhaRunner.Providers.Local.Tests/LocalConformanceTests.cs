using GhaRunner.Conformance;
using GhaRunner.Conformance.Faults;

namespace GhaRunner.Providers.Local.Tests;

[NoWire("machines are processes and files, without requests")]
public sealed class LocalConformanceTests : ProviderConformance
{
    protected override Task<ProviderUnderTest> CreateSubjectAsync() => Task.FromResult<ProviderUnderTest>(new LocalUnderTest());
}
