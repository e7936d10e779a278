using Refit;

namespace GhaRunner.Providers.Docker.Engine;

/// <summary>
/// The plain JSON calls of the Docker Engine API; paths without their version, which <see cref="ApiVersionHandler"/> adds.
/// Every answer that is not a success is an <see cref="EngineException"/>.
/// </summary>
internal interface IEngineApi
{
    [Get("/version")]
    Task<EngineVersion> GetVersionAsync(CancellationToken cancellationToken);

    [Get("/containers/json")]
    Task<IReadOnlyList<ContainerSummary>> ListContainersAsync(bool all, string filters, CancellationToken cancellationToken);

    [Get("/containers/{id}/json")]
    Task<ContainerDetails> InspectContainerAsync(string id, CancellationToken cancellationToken);

    [Post("/containers/create")]
    Task<CreatedContainer> CreateContainerAsync(string name, [Body] ContainerSpec spec, CancellationToken cancellationToken);

    [Post("/containers/{id}/start")]
    Task StartContainerAsync(string id, CancellationToken cancellationToken);

    [Delete("/containers/{id}")]
    Task RemoveContainerAsync(string id, bool force, bool v, CancellationToken cancellationToken);
}
