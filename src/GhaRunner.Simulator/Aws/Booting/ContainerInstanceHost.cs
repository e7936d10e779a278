using System.Security.Cryptography;
using System.Text.Json.Nodes;
using GhaRunner.Simulator.Hosting;
using GhaRunner.Simulator.ThisMachine;

namespace GhaRunner.Simulator.Aws.Booting;

/// <summary>
/// Instances that are containers with systemd and cloud-init in them, which boot user-data as real machines do. They reach
/// this machine by the gateway of Docker's default network. Dispose of it after its instances.
/// </summary>
/// <param name="dockerHost">The engine, on this machine: <c>unix://</c> and a path; empty for the usual socket.</param>
public sealed class ContainerInstanceHost(string dockerHost = "") : IInstanceHost, IDisposable
{
    /// <summary>The image that <c>eng/images.sh</c> makes.</summary>
    public const string DefaultImage = "gha-runner-test-machine:bookworm";

    private const UnixFileMode OwnerAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string Seed = "/var/lib/cloud/seed/nocloud";
    private readonly DockerEngine _engine = new(dockerHost);

    /// <summary>The image: <c>/sbin/init</c> is systemd, and cloud-init's only data source is NoCloud.</summary>
    /// <value>Default: <see cref="DefaultImage"/>.</value>
    public string Image { get; init; } = DefaultImage;

    /// <summary>Where the files lie that instances boot from, for as long as they exist; made when it is missing.</summary>
    /// <value>Default: the directory for temporary files.</value>
    public string SeedDirectory { get; init; } = Path.GetTempPath();

    /// <summary>The label, <c>name=value</c>, that this host's containers carry and no others.</summary>
    public string Label { get; } = $"gha-simulated-by={RandomNumberGenerator.GetHexString(16, lowercase: true)}";

    /// <inheritdoc/>
    /// <exception cref="HttpRequestException">The engine does not answer, or refuses and says why: there is no such image.</exception>
    public async Task<IBootedInstance> BootAsync(string instanceId, string userData, Action<string> console, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var seed = Directory.CreateDirectory(Path.Combine(Directory.CreateDirectory(SeedDirectory).FullName, $"gha-seed-{Path.GetRandomFileName()}"), OwnerAll);
        var id = "";
        try
        {
            await File.WriteAllTextAsync(Path.Combine(seed.FullName, "user-data"), userData, cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(seed.FullName, "meta-data"), $"instance-id: {instanceId}\nlocal-hostname: {instanceId}\n", cancellationToken);

            // Not to be cancelled: the engine would go on, and nobody would know what it has made.
            id = await _engine.CreateAsync(Describe(instanceId, seed.FullName));
            cancellationToken.ThrowIfCancellationRequested();
            await _engine.StartAsync(id);
            cancellationToken.ThrowIfCancellationRequested();
            return new ContainerInstance(_engine, id, seed, console);
        }
        catch
        {
            if (id.Length > 0)
                await _engine.RemoveAsync(id);
            seed.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Closes the connections to the engine.</summary>
    public void Dispose() => _engine.Dispose();

    // Docker's AppArmor and seccomp profiles forbid the mounts of systemd; --privileged is more than it takes.
    private JsonObject Describe(string instanceId, string seed) => new()
    {
        [nameof(Image)] = Image,
        ["Cmd"] = Json.Strings(["/sbin/init"]),
        ["Hostname"] = instanceId,
        ["Tty"] = true,
        ["Env"] = Json.Strings(["container=docker"]),
        ["Labels"] = Json.Map([new(Label.Split('=')[0], Label.Split('=')[1]), new("gha-simulated-instance", instanceId)]),
        ["HostConfig"] = new JsonObject
        {
            ["CapAdd"] = Json.Strings(["SYS_ADMIN"]),
            ["SecurityOpt"] = Json.Strings(["seccomp=unconfined", "apparmor=unconfined"]),
            ["CgroupnsMode"] = "host",
            ["Binds"] = Json.Strings(["/sys/fs/cgroup:/sys/fs/cgroup:rw", $"{seed}:{Seed}:ro"]),
            ["Tmpfs"] = Json.Map([new("/run", "exec"), new("/run/lock", ""), new("/tmp", "exec")]),
        },
    };
}
