using GhaRunner.Abstractions;
using GhaRunner.Providers.Docker.Engine;

namespace GhaRunner.Providers.Docker.Containers;

/// <summary>Turns a request and the options into the container to create.</summary>
internal static class RunnerContainer
{
    /// <summary>Processes and threads that a container may have at once: a fork bomb stays its own problem, a big build passes.</summary>
    public const long PidsLimit = 4096;

    /// <summary>Writes the specification.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="options">Valid options.</param>
    /// <returns>The body of the create call.</returns>
    public static ContainerSpec Specify(MachineRequest request, DockerMachineOptions options)
    {
        var command = request.Bootstrap.Command;
        return new ContainerSpec
        {
            Image = options.Image,
            // An image's own entry point would take our command as its arguments.
            Entrypoint = [command[0]],
            Cmd = [.. command.Skip(1)],
            Env = [.. request.Bootstrap.Environment.Select(variable => $"{variable.Key}={variable.Value}")],
            Labels = request.Ownership.ToTags(),
            HostConfig = Confine(options),
        };
    }

    private static HostConfig Confine(DockerMachineOptions options)
    {
        long? memory = options.Memory.Length > 0 && MemorySize.TryParse(options.Memory, out var bytes, out _) ? bytes : null;
        return new HostConfig
        {
            NanoCpus = options.Cpus is { } cpus ? (long)(cpus * 1_000_000_000m) : null,
            Memory = memory,
            MemorySwap = memory,
            PidsLimit = PidsLimit,
            NetworkMode = options.Network.Length > 0 ? options.Network : null,
            Mounts = [.. options.Volumes.Select(ParseMount)],
            DeviceRequests = GpuRequest.TryParse(options.Gpus, out var gpus, out _) ? [gpus] : null,
        };

        static Mount ParseMount(string text) =>
            VolumeMount.TryParse(text, out var mount, out var problem) ? mount : throw new FormatException(problem);
    }
}
