using GhaRunner.Conformance;
using GhaRunner.Providers.Docker.Tests.Fixtures;

namespace GhaRunner.Providers.Docker.Tests;

/// <summary>The contract's terms, against the engine of this machine.</summary>
[TestCaseOrderer("GhaRunner.Providers.Docker.Tests.Fixtures." + nameof(SkipWithoutEngine), "GhaRunner.Providers.Docker.Tests")]
public sealed class DockerConformanceTests : ProviderConformance
{
    protected override Task<ProviderUnderTest> CreateSubjectAsync() =>
        Task.FromResult<ProviderUnderTest>(new DockerUnderTest(new DockerConnectionOptions()));
}
