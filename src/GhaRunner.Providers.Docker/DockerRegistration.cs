using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Docker;

/// <summary>Adds the provider <c>docker</c> to a program.</summary>
public static class DockerRegistration
{
    /// <summary>The provider's name on the command line and in <c>start-docker</c>.</summary>
    public const string ProviderName = "docker";

    /// <summary>Adds the provider <c>docker</c>: machines are containers on a Docker engine, here or elsewhere.</summary>
    /// <param name="registry">The providers of the program.</param>
    /// <returns>The same registry.</returns>
    /// <exception cref="ArgumentException">A provider of that name is there already.</exception>
    public static ProviderRegistry AddDocker(this ProviderRegistry registry) =>
        registry.Add<DockerConnectionOptions, DockerMachineOptions, DockerProvider>(ProviderName, "a Docker engine");
}
