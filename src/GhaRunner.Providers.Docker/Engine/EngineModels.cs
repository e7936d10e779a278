namespace GhaRunner.Providers.Docker.Engine;

// The parts of the Docker Engine API's bodies that we read and write, under the API's own names
// (moby/moby, api/swagger.yaml, v1.44).

/// <summary><c>GET /version</c>.</summary>
internal sealed record EngineVersion(string Version, string ApiVersion, string Os, string Arch);

/// <summary>The body of every error.</summary>
internal sealed record EngineError(string Message);

/// <summary>An entry of <c>GET /containers/json</c>.</summary>
internal sealed record ContainerSummary(string Id, string Image, string State, string Status, long Created)
{
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

/// <summary><c>GET /containers/{id}/json</c>.</summary>
internal sealed record ContainerDetails(string Id, string Name, DateTimeOffset? Created, ContainerState State, ContainerConfig Config);

/// <summary>The part of a container that says what has become of it.</summary>
internal sealed record ContainerState(string Status, int ExitCode, bool OOMKilled)
{
    public string Error { get; init; } = "";
}

/// <summary>The part of a container that says what it was made of.</summary>
internal sealed record ContainerConfig(string Image)
{
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

/// <summary>The answer to <c>POST /containers/create</c>.</summary>
internal sealed record CreatedContainer(string Id);

/// <summary>The body of <c>POST /containers/create</c>. Every runner container is confined in the same way.</summary>
internal sealed record ContainerSpec
{
    public required string Image { get; init; }
    public required IReadOnlyList<string> Entrypoint { get; init; }
    public required IReadOnlyList<string> Cmd { get; init; }
    public required IReadOnlyList<string> Env { get; init; }
    public required IReadOnlyDictionary<string, string> Labels { get; init; }
    public required HostConfig HostConfig { get; init; }

    /// <summary>The bootstrap starts as root and drops to the runner's user itself.</summary>
    public string User { get; init; } = "0:0";

    /// <summary>Without a terminal, so that the log keeps its two streams apart.</summary>
    public bool Tty { get; init; }
}

/// <summary>What a container may use and do. What is <see langword="null"/> is left to the engine.</summary>
internal sealed record HostConfig
{
    public long? NanoCpus { get; init; }
    public long? Memory { get; init; }
    public long? MemorySwap { get; init; }
    public long? PidsLimit { get; init; }
    public string? NetworkMode { get; init; }
    public IReadOnlyList<Mount>? Mounts { get; init; }
    public IReadOnlyList<DeviceRequest>? DeviceRequests { get; init; }
    public bool Privileged { get; init; }
    public IReadOnlyList<string> SecurityOpt { get; init; } = ["no-new-privileges:true"];
    public RestartPolicy RestartPolicy { get; init; } = new("no");

    /// <summary>Off: exit code and log would vanish with the container, and a failed start could not be explained.</summary>
    public bool AutoRemove { get; init; }

    public LogConfig LogConfig { get; init; } =
        new("json-file", new Dictionary<string, string> { ["max-size"] = "10m", ["max-file"] = "3" });
}

/// <summary>Something of the engine's machine that the container sees.</summary>
internal sealed record Mount(string Type, string Source, string Target, bool ReadOnly);

/// <summary>Devices that a driver hands to the container; either a count (-1: all) or ids.</summary>
internal sealed record DeviceRequest(int? Count, IReadOnlyList<string>? DeviceIDs, IReadOnlyList<IReadOnlyList<string>> Capabilities);

/// <summary>Whether the engine starts a container again.</summary>
internal sealed record RestartPolicy(string Name);

/// <summary>Where the container's output goes.</summary>
internal sealed record LogConfig(string Type, IReadOnlyDictionary<string, string> Config);

/// <summary>A line of the answer to <c>POST /images/create</c>; a failure comes in it, under status 200.</summary>
internal sealed record PullProgress
{
    public string? Error { get; init; }
}

/// <summary>The content of the header <c>X-Registry-Auth</c>.</summary>
internal sealed record RegistryCredentials(string Username, string Password, string Serveraddress);
