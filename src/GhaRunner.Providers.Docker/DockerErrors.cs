using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Docker.Engine;
using GhaRunner.Providers.Docker.Transport;
using static GhaRunner.Abstractions.ErrorCategory;

namespace GhaRunner.Providers.Docker;

/// <summary>
/// Every failure of an engine, and of the way to it, as the contract's categories. The engine has one status for most
/// things (500), so its message decides; the messages are those of moby 20.10 to 29, nvidia-container-cli and OpenSSH.
/// </summary>
internal static class DockerErrors
{
    private const string HostRemedy = "Is Docker running there? Check input 'host' (or DOCKER_HOST).";

    /// <summary>What a message means that has one of the texts in it, compared without case. The first rule wins.</summary>
    private sealed record Rule(ErrorCategory Category, string Code, string Remedy, params string[] Texts)
    {
        public bool Fits(string message) => Array.Exists(Texts, text => message.Contains(text, StringComparison.OrdinalIgnoreCase));
    }

    private static readonly Rule fullDisk = new(NoCapacity, "docker-disk-full",
        "Free disk space on the engine's machine (docker system prune).", "no space left on device");

    private static readonly Rule missingImage = new(InvalidInput, "docker-image-missing",
        "Check input 'image': there is no such name, tag or platform.",
        "no such image", "manifest unknown", "no matching manifest", "name unknown", "name not known", "not found", "invalid reference");

    /// <summary>What the engine says when it cannot pull.</summary>
    private static readonly Rule[] pullRules =
    [
        fullDisk,
        new(Throttled, "docker-registry-throttled",
            "The registry limits pulls: set inputs 'registry-username' and 'registry-password', or name a mirror in 'image'.",
            "toomanyrequests", "too many requests"),
        new(Unauthorized, "docker-registry-denied",
            "Check inputs 'registry-username' and 'registry-password' (for ghcr.io a token with read:packages), and the name in 'image'.",
            "denied", "unauthorized", "no basic auth credentials", "authentication required", "forbidden"),
        new(Unauthorized, "docker-registry-untrusted",
            "The engine does not trust the registry's certificate: put its authority under /etc/docker/certs.d on the engine's machine.",
            "x509:"),
        new(Transient, "docker-registry-unreachable",
            "The engine does not reach the registry: check the registry's name in input 'image', and the network of the engine's machine.",
            "no such host", "dial tcp", "timeout", "context deadline exceeded", "canceled while waiting", "EOF"),
        missingImage,
    ];

    /// <summary>What the engine says when it cannot create or start a container.</summary>
    private static readonly Rule[] containerRules =
    [
        fullDisk,
        new(InvalidInput, "docker-gpu-driver-missing",
            "The engine has no driver for GPUs: install the NVIDIA Container Toolkit on its machine, or unset input 'gpus'.",
            "could not select device driver"),
        new(NoCapacity, "docker-gpu-unavailable", "The engine's machine has no such GPU: check input 'gpus', and nvidia-smi there.",
            "nvidia-container-cli", "unresolvable CDI devices"),
        new(NoCapacity, "docker-memory-full", "The engine's machine is out of memory: lower input 'memory', or run less there.",
            "cannot allocate memory", "out of memory"),
        new(InvalidInput, "docker-image-without-bash", "The image in input 'image' must have bash in it.",
            "executable file not found", "no such file or directory: unknown"),
        new(InvalidInput, "docker-image-platform", "The image in input 'image' is for another processor than the engine's machine has.",
            "exec format error"),
        new(InvalidInput, "docker-cpus-refused", "Input 'cpus' asks for more than the engine's machine has, or can limit.", "range of cpus", "nanocpus"),
        new(InvalidInput, "docker-memory-refused", "Input 'memory' asks for what the engine's machine cannot limit.", "memory limit"),
        new(NoCapacity, "docker-network-full", "The network has no free address: remove containers from it, or name another in input 'network'.",
            "no available ipv4", "could not find an available"),
        new(Transient, "docker-network-broken", "The engine cannot join the network: if it stays so, restart Docker on the engine's machine.",
            "failed to create endpoint", "failed to set up container networking"),
        new(InvalidInput, "docker-network-refused", "Check input 'network' (docker network ls on the engine's machine).", "network"),
        new(InvalidInput, "docker-volume-refused", "Check input 'volumes': a source path is one of the engine's machine, and must exist.",
            "bind source path", "mount", "volume"),
        new(InvalidInput, "docker-tls-wanted", "The engine wants TLS: set inputs 'tls-ca', 'tls-cert' and 'tls-key'.", "HTTP request to an HTTPS server"),
        missingImage,
    ];

    /// <summary>What OpenSSH, or the shell and Docker's client at the other end, say.</summary>
    private static readonly Rule[] sshRules =
    [
        new(InvalidInput, "docker-ssh-missing", "Install the OpenSSH client where this runs.", SshFailedException.NoClient),
        new(Unauthorized, "docker-ssh-host-key",
            "Set input 'ssh-known-hosts' to what ssh-keyscan prints for the host, once you have compared it with the host's own keys.",
            "host key verification failed", "identification has changed"),
        new(Unauthorized, "docker-socket-denied", "The user in input 'host' must be allowed to use the engine's socket there (group docker).",
            "connect to the docker daemon socket", "connect: permission denied"),
        new(Transient, "docker-engine-unreachable", HostRemedy,
            "cannot connect to the docker daemon", "open the raw stream connection"),
        new(InvalidInput, "docker-ssh-no-docker", "Install Docker's command-line client on the machine in input 'host', in the PATH of its user.",
            "command not found", "docker: not found", "no such file or directory"),
        new(InvalidInput, "docker-ssh-key-unreadable", "Input 'ssh-key' must be a whole private key, without a passphrase.",
            "error in libcrypto", "invalid format"),
        new(Unauthorized, "docker-ssh-denied", "Check input 'ssh-key', the user in input 'host', and authorized_keys there.",
            "permission denied", "too many authentication failures"),
        new(InvalidInput, "docker-host-unknown", "Check the name in input 'host' (or DOCKER_HOST).", "name or service not known", "no address associated"),
    ];

    /// <summary>Gives a failure its meaning.</summary>
    /// <param name="failed">What failed, as a sentence without its end (<c>The engine at … did not …</c>).</param>
    /// <param name="exception">The engine's refusal, or a failure of the way to it.</param>
    /// <param name="address">Where the engine is.</param>
    /// <param name="isPull">Whether an image was being pulled.</param>
    /// <returns>The exception for the user.</returns>
    public static ActionableException Map(string failed, Exception exception, EngineAddress address, bool isPull = false)
    {
        var category = Transient;
        var (code, remedy, why) = ("docker-engine-unreachable", HostRemedy, Deepest(exception).Message);
        var vendorCode = "";
        switch (exception)
        {
            case ActionableException actionable:
                return actionable;
            case EngineException refusal:
                (category, code, remedy) = Judge(refusal, isPull ? pullRules : containerRules);
                why = ShortText.Of(refusal.Message);
                vendorCode = string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)refusal.Status}");
                break;
            case OperationCanceledException:
                (code, why) = ("docker-timeout", "no answer in time");
                break;
            case var _ when Find<SshFailedException>(exception) is { } ssh:
                (category, code, remedy) = Array.Find(sshRules, rule => rule.Fits(ssh.Errors)) is { } rule
                    ? (rule.Category, rule.Code, rule.Remedy)
                    : (Transient, "docker-ssh-failed", $"Try the same with: ssh -o BatchMode=yes {string.Join(' ', SshStream.WriteDestination(address))} docker version.");
                why = ssh.Message;
                break;
            case var _ when Find<AuthenticationException>(exception) is not null:
                (category, code) = (Unauthorized, "docker-tls");
                remedy = "Check inputs 'tls-ca' (who signed the engine's certificate), 'tls-cert' and 'tls-key' (whom the engine trusts), "
                    + "and that 'host' is a name in the engine's certificate.";
                break;
            case var _ when Find<SocketException>(exception) is { } socket:
                (category, code, remedy) = Judge(socket, address);
                why = Explain(socket, address);
                break;
            case HttpRequestException or IOException:
                break;
            default:
                (category, code, remedy) = (Unexpected, "docker-answer-unexpected", "");
                break;
        }

        return new ActionableException(category, code, $"{failed}: {why.TrimEnd('.')}.", remedy, exception)
        {
            Scope = BlockedScope.Account,
            VendorCode = vendorCode,
        };
    }

    /// <summary>Something answers, but it is no Docker engine.</summary>
    public static ActionableException NotAnEngine(string host) => new(InvalidInput, "docker-not-an-engine",
        $"What answers at {host} is not a Docker engine: it does not tell its API version.", "Check input 'host' (or DOCKER_HOST).");

    /// <summary>The engine is older than what we speak.</summary>
    public static ActionableException TooOld(string host, Version offered, Version oldest) => new(InvalidInput, "docker-engine-too-old",
        $"The Docker engine at {host} speaks version {offered} of its API, and {oldest} is needed.", "Update Docker there (19.03 or newer).");

    /// <summary>The engine runs something else than Linux containers, or on a processor that has no runner.</summary>
    public static ActionableException Unsuitable(string host, EngineVersion engine) => new(InvalidInput, "docker-platform",
        $"The Docker engine at {host} runs {engine.Os}/{engine.Arch} containers; a runner needs linux/amd64 or linux/arm64.",
        "Name another engine in input 'host'.");

    /// <summary>Somebody else has a container of the name that ours must have.</summary>
    public static ActionableException NameTaken(string name) => new(Conflict, "docker-name-taken",
        $"The engine has a container named {name} already, and it is not of this start.", "Remove or rename it, then run this again.");

    private static (ErrorCategory, string, string) Judge(EngineException refusal, Rule[] rules)
    {
        if (Array.Find(rules, rule => rule.Fits(refusal.Message)) is { } rule)
            return (rule.Category, rule.Code, rule.Remedy);
        return refusal.Status switch
        {
            // A proxy in between says it of its own pages; the engine may have done what it was asked.
            HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.InternalServerError when !refusal.IsOfEngine =>
                (Transient, "docker-engine-unreachable", HostRemedy),
            HttpStatusCode.BadRequest => (InvalidInput, "docker-refused", ""),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                (Unauthorized, "docker-denied", "Whoever runs the engine in input 'host' must allow this."),
            HttpStatusCode.NotFound => (NotFound, "docker-not-found", ""),
            HttpStatusCode.Conflict => (Conflict, "docker-conflict", ""),
            HttpStatusCode.TooManyRequests => (Throttled, "docker-throttled", ""),
            HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout =>
                (Transient, "docker-engine-unreachable", HostRemedy),
            _ => (Unexpected, "docker-failed", "The log of the engine (journalctl -u docker) may tell more."),
        };
    }

    private static (ErrorCategory, string, string) Judge(SocketException socket, EngineAddress address) => socket.SocketErrorCode switch
    {
        _ when IsMissingSocket(socket, address) => (InvalidInput, "docker-socket-missing", HostRemedy),
        SocketError.AccessDenied => (Unauthorized, "docker-socket-denied",
            "Whoever runs this must be allowed to use the engine's socket (group docker), or input 'host' must name another engine."),
        SocketError.HostNotFound or SocketError.NoData => (InvalidInput, "docker-host-unknown", "Check the name in input 'host' (or DOCKER_HOST)."),
        _ => (Transient, "docker-engine-unreachable", HostRemedy),
    };

    private static string Explain(SocketException socket, EngineAddress address) => socket.SocketErrorCode switch
    {
        _ when IsMissingSocket(socket, address) => $"there is no socket at {address.Path}",
        SocketError.ConnectionRefused => "nothing listens there (connection refused)",
        _ => socket.Message,
    };

    // The kernel's ENOENT for a socket that is not there reaches .NET as AddressNotAvailable.
    private static bool IsMissingSocket(SocketException socket, EngineAddress address) =>
        address.Scheme == EngineScheme.Unix && socket.SocketErrorCode == SocketError.AddressNotAvailable;

    private static T? Find<T>(Exception? exception)
        where T : Exception
    {
        while (exception is not (null or T))
            exception = exception.InnerException;
        return exception as T;
    }

    private static Exception Deepest(Exception exception) => exception.InnerException is { } inner ? Deepest(inner) : exception;
}
