using GhaRunner.Abstractions;
using GhaRunner.Providers.Docker.Containers;

namespace GhaRunner.Providers.Docker;

/// <summary>What container to make, and what it may use.</summary>
public sealed class DockerMachineOptions : IValidatedOptions
{
    private const string DefaultImage = "ghcr.io/actions/actions-runner:latest";

    /// <summary>The image; it needs bash.</summary>
    /// <value>A reference with an optional tag or digest; default <c>ghcr.io/actions/actions-runner:latest</c>.</value>
    [Input("image", "The container image, with bash in it. Pulled when the engine has not got it, and each time for the tag latest.",
        Default = DefaultImage)]
    public string Image { get; set; } = DefaultImage;

    /// <summary>How many processors the container may use.</summary>
    /// <value>At least 0.01; default unset: all of them.</value>
    [Input("cpus", "How many processors the container may use, such as 2 or 1.5; all when unset.", Minimum = 0.01)]
    public decimal? Cpus { get; set; }

    /// <summary>How much memory the container may use; it gets no swap beyond that.</summary>
    /// <value>A number and a unit of 1024, <c>k</c>, <c>m</c>, <c>g</c> or <c>t</c>, at least <c>6m</c>; default unset: no limit.</value>
    [Input("memory", "How much memory the container may use, such as 512m or 4g (units of 1024); without a limit when unset.")]
    public string Memory { get; set; } = "";

    /// <summary>Which NVIDIA GPUs the container sees.</summary>
    /// <value><c>all</c>, a count, or <c>device=0,1</c> with indices or UUIDs; default unset: none.</value>
    [Input("gpus", "Which GPUs the container sees: all, a count, or device=0,1 (indices or UUIDs); none when unset.")]
    public string Gpus { get; set; } = "";

    /// <summary>The network that the container joins.</summary>
    /// <value>The name of a network of the engine, <c>bridge</c>, or <c>host</c>; default unset: <c>bridge</c>.</value>
    [Input("network", "The network that the container joins, by name; the engine's bridge when unset.",
        Pattern = "[A-Za-z0-9][A-Za-z0-9_.:-]*", PatternMeaning = "the name of a network of the engine")]
    public string Network { get; set; } = "";

    /// <summary>What of the engine's machine the container sees.</summary>
    /// <value><c>source:target[:ro]</c>: an absolute path there or a volume's name, and an absolute path in the container; default none.</value>
    [Input("volumes", "Directories of the engine's machine, or named volumes, to mount: source:target or source:target:ro.")]
    public IReadOnlyList<string> Volumes { get; set; } = [];

    /// <summary>The user name at the image's registry; goes with <see cref="RegistryPassword"/>.</summary>
    /// <value>Default none: the registry is asked without credentials.</value>
    [Input("registry-username", "The user name at the registry of a private image.")]
    public string RegistryUsername { get; set; } = "";

    /// <summary>The password or token at the image's registry.</summary>
    /// <value>For <c>ghcr.io</c> a token that may read packages; default none.</value>
    [Input("registry-password", "The password or token at the registry of a private image.", Secret = true)]
    public string RegistryPassword { get; set; } = "";

    /// <inheritdoc/>
    public IEnumerable<InputProblem> Validate()
    {
        if (!ImageReference.TryParse(Image, out _))
            yield return new InputProblem("image", $"'{Image}' is not an image reference; write it as registry/name:tag.");
        if (Memory.Length > 0 && !MemorySize.TryParse(Memory, out _, out var memoryProblem))
            yield return new InputProblem("memory", memoryProblem);
        if (Gpus.Length > 0 && !GpuRequest.TryParse(Gpus, out _, out var gpuProblem))
            yield return new InputProblem("gpus", gpuProblem);
        foreach (var volume in Volumes)
        {
            if (!VolumeMount.TryParse(volume, out _, out var volumeProblem))
                yield return new InputProblem("volumes", volumeProblem);
        }

        if (RegistryUsername.Length > 0 && RegistryPassword.Length == 0)
            yield return new InputProblem("registry-password", "is needed with registry-username.");
        if (RegistryUsername.Length == 0 && RegistryPassword.Length > 0)
            yield return new InputProblem("registry-username", "is needed with registry-password.");
    }
}
