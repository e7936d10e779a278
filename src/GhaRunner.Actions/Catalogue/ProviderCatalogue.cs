using GhaRunner.Abstractions;
using GhaRunner.Providers.Aws;
using GhaRunner.Providers.Docker;
using GhaRunner.Providers.Local;

namespace GhaRunner.Actions.Catalogue;

/// <summary>The providers of this program. A new provider adds one line here.</summary>
public static class ProviderCatalogue
{
    /// <summary>Every provider, in the order of the documentation.</summary>
    public static IReadOnlyList<ProviderDeclaration> All { get; } = new ProviderRegistry()
        .AddLocal()
        .AddDocker()
        .AddAws()
        .Declarations;
}
