using System.Text.RegularExpressions;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Docker.Containers;
using GhaRunner.Providers.Docker.Engine;
using GhaRunner.Providers.Docker.Transport;

namespace GhaRunner.Providers.Docker;

/// <summary>Machines are containers on a Docker engine. A machine's id is its container's.</summary>
internal sealed partial class DockerProvider : IMachineProvider, IConsoleLog, IDisposable
{
    private readonly DockerMachineOptions options;
    private readonly string host;
    private readonly EngineAddress address;
    private readonly EngineClient engine;
    private readonly ContainerBirth birth;

    /// <summary>Makes the provider. Nothing is connected before the first call.</summary>
    /// <param name="connection">Valid options.</param>
    /// <param name="options">Valid options.</param>
    /// <param name="time">For what must not take for ever.</param>
    public DockerProvider(DockerConnectionOptions connection, DockerMachineOptions options, TimeProvider time)
        : this(connection, options, time, (where, address, clock) => EngineTransport.Create(where, address, clock))
    {
    }

    internal DockerProvider(DockerConnectionOptions connection, DockerMachineOptions options, TimeProvider time, TransportFactory connect)
    {
        if (!EngineAddress.TryParse(connection.Host, out var parsed, out var problem))
            throw new ArgumentException(problem, nameof(connection));
        this.options = options;
        host = connection.Host;
        address = parsed;
        var (handler, baseAddress) = connect(connection, address, time);
        engine = new EngineClient(new ApiVersionHandler(handler, host), baseAddress);
        birth = new ContainerBirth(engine, time);
    }

    /// <inheritdoc/>
    public string Name => DockerRegistration.ProviderName;

    /// <inheritdoc/>
    public BootstrapFormat BootstrapFormat => BootstrapFormat.Container;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Candidate>> ListCandidatesAsync(CancellationToken cancellationToken)
    {
        var version = await AskAsync("did not tell its version", () => engine.GetVersionAsync(cancellationToken), cancellationToken);
        MachineArchitecture? architecture = (version.Os, version.Arch) switch
        {
            ("linux", "amd64") => MachineArchitecture.X64,
            ("linux", "arm64") => MachineArchitecture.Arm64,
            _ => throw DockerErrors.Unsuitable(host, version),
        };
        return [new Candidate { InstanceType = options.Image, Architecture = architecture }];
    }

    /// <inheritdoc/>
    public async Task<Machine> CreateAsync(MachineRequest request, CancellationToken cancellationToken)
    {
        await EnsureImageAsync(cancellationToken);
        var spec = RunnerContainer.Specify(request, options);
        var (id, adopted) = await AskAsync($"did not create the container {request.Name}",
            () => birth.CreateAsync(request, spec, cancellationToken), cancellationToken);
        if (adopted is { State: not MachineState.Pending })
            return adopted;
        try
        {
            await AskAsync($"did not start the container {request.Name}", () => birth.StartAsync(id, cancellationToken), cancellationToken);
        }
        catch (ActionableException failure)
        {
            throw await TakeBackAsync(id, failure, cancellationToken);
        }

        return (adopted ?? new Machine(id, MachineState.Pending, request.Ownership) { Candidate = request.Candidate }) with
        {
            State = MachineState.Running,
        };
    }

    /// <inheritdoc/>
    public async Task<Machine?> GetAsync(string id, CancellationToken cancellationToken)
    {
        if (!ContainerName().IsMatch(id))
            return null;
        var container = await AskAsync($"did not show the container {id}", () => engine.InspectAsync(id, cancellationToken), cancellationToken);
        // The engine takes the beginning of an id too, which could be anybody's.
        return container is not null && (container.Id == id || container.Name == $"/{id}") ? MachineMapping.ToMachine(container) : null;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Machine>> ListOwnedAsync(OwnershipFilter filter, CancellationToken cancellationToken)
    {
        var labels = filter.ToTags().Select(tag => $"{tag.Key}={tag.Value}");
        var containers = await AskAsync("did not list its containers", () => engine.ListAsync(labels, cancellationToken), cancellationToken);
        return [.. containers.Select(MachineMapping.ToMachine).OfType<Machine>().Where(machine => filter.Matches(machine.Ownership))];
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        // What is not ours counts as absent here too: an id in a mapping may be anything.
        if (await GetAsync(id, cancellationToken) is { } machine)
            await AskAsync($"did not remove the container {id}", () => engine.RemoveAsync(machine.Id, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<string> ReadConsoleLogAsync(string id, int maxLines, CancellationToken cancellationToken)
    {
        if (await GetAsync(id, cancellationToken) is not { } machine)
            return "";
        var lines = await AskAsync($"did not show the log of the container {id}",
            () => engine.ReadLogAsync(machine.Id, maxLines, cancellationToken), cancellationToken);
        return string.Join('\n', lines);
    }

    /// <summary>Closes the connections, and ends the processes behind them.</summary>
    public void Dispose() => engine.Dispose();

    /// <summary>
    /// Gets the image, if the engine has not got it or its tag is one that moves. An image that is there will do when
    /// its registry does not answer, or does not know it: it may have been built there.
    /// </summary>
    private async Task EnsureImageAsync(CancellationToken cancellationToken)
    {
        if (!ImageReference.TryParse(options.Image, out var image))
            throw new FormatException($"'{options.Image}' is not an image reference.");
        var isThere = await AskAsync($"did not look for the image {options.Image}", () => engine.HasImageAsync(options.Image, cancellationToken), cancellationToken);
        if (isThere && !image.Moves)
            return;
        var credentials = options.RegistryUsername.Length > 0
            ? new RegistryCredentials(options.RegistryUsername, options.RegistryPassword, image.Registry)
            : null;
        try
        {
            await AskAsync($"did not pull the image {options.Image}", () => engine.PullAsync(image, credentials, cancellationToken), cancellationToken, isPull: true);
        }
        catch (ActionableException failure) when (isThere && !(credentials is not null && failure.Category == ErrorCategory.Unauthorized))
        {
            // As good as it gets; refused credentials, though, are a mistake that the user wants to know of.
        }
    }

    private async Task<ActionableException> TakeBackAsync(string id, ActionableException failure, CancellationToken cancellationToken)
    {
        try
        {
            await birth.TakeBackAsync(id, cancellationToken);
            return failure;
        }
        catch (Exception exception) when (exception is EngineException or HttpRequestException or IOException or OperationCanceledException)
        {
            return new ActionableException(failure.Category, failure.Code, failure.Message, failure.Remedy, failure.InnerException)
            {
                Scope = failure.Scope,
                VendorCode = failure.VendorCode,
                WhatExists = $"The container {id} is still there.",
            };
        }
    }

    private Task<bool> AskAsync(string failed, Func<Task> ask, CancellationToken cancellationToken, bool isPull = false) =>
        AskAsync(failed, async () =>
        {
            await ask();
            return true;
        }, cancellationToken, isPull);

    private async Task<T> AskAsync<T>(string failed, Func<Task<T>> ask, CancellationToken cancellationToken, bool isPull = false)
    {
        try
        {
            return await ask();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw DockerErrors.Map($"The Docker engine at {host} {failed}", exception, address, isPull);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or ActionableException))
        {
            // A connection that breaks because of the cancellation is the cancellation.
            throw new OperationCanceledException("The call was cancelled.", exception, cancellationToken);
        }
    }

    // https://docs.docker.com/reference/api/engine/ (ContainerCreate, name); an id is of that form too.
    [GeneratedRegex(@"\A[a-zA-Z0-9][a-zA-Z0-9_.-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex ContainerName();
}
