using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Local;

/// <summary>Makes the provider known to the program.</summary>
public static class LocalRegistration
{
    /// <summary>Adds the provider <c>local</c>: runners as processes on this Linux machine.</summary>
    /// <param name="registry">The program's providers.</param>
    /// <returns>The same registry.</returns>
    /// <exception cref="ArgumentException">It is there already.</exception>
    public static ProviderRegistry AddLocal(this ProviderRegistry registry) =>
        registry.Add<LocalConnectionOptions, LocalMachineOptions, LocalProvider>("local", "this machine");
}
