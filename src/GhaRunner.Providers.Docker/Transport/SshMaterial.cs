using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Docker.Transport;

/// <summary>
/// What the inputs <c>ssh-*</c> make of a call of OpenSSH. What came as text is kept in files that only we can read,
/// from the start of <c>ssh</c> until it no longer needs them.
/// </summary>
internal sealed class SshMaterial : IDisposable
{
    private readonly DirectoryInfo? directory;

    /// <summary>Writes the files.</summary>
    /// <param name="options">Valid options.</param>
    public SshMaterial(DockerConnectionOptions options)
    {
        var keyIsText = TextOrFile.IsPem(options.SshKey);
        var hostsAreText = TextOrFile.IsKnownHosts(options.SshKnownHosts);
        directory = keyIsText || hostsAreText ? Directory.CreateTempSubdirectory("gha-runner-ssh-") : null;
        var arguments = new List<string>();
        if (options.SshKey.Length > 0)
            arguments.AddRange(["-o", "IdentitiesOnly=yes", "-i", keyIsText ? Write("key", options.SshKey) : options.SshKey]);
        if (options.SshKnownHosts.Length > 0)
        {
            var file = hostsAreText ? Write("known_hosts", options.SshKnownHosts) : options.SshKnownHosts;
            // In quotes, since the option takes several files with blanks between.
            arguments.AddRange(["-o", $"UserKnownHostsFile=\"{file}\"", "-o", "GlobalKnownHostsFile=/dev/null", "-o", "StrictHostKeyChecking=yes"]);
        }

        Arguments = arguments;
    }

    /// <summary>What to add to the command line: paths, no secrets.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>Checks the inputs <c>ssh-*</c>.</summary>
    /// <returns>Everything that is wrong.</returns>
    public static IEnumerable<InputProblem> Validate(DockerConnectionOptions options, EngineAddress address)
    {
        if (address.Scheme != EngineScheme.Ssh)
        {
            if (options.SshKey.Length > 0 || options.SshKnownHosts.Length > 0)
                yield return new InputProblem("host", "must be ssh://… with the inputs ssh-key and ssh-known-hosts.");
            yield break;
        }

        if (options.SshKey.Length > 0 && !TextOrFile.IsPem(options.SshKey) && TextOrFile.WhyUnreadable(options.SshKey) is { } keyProblem)
            yield return new InputProblem("ssh-key", keyProblem);
        if (options.SshKnownHosts.Length > 0 && !TextOrFile.IsKnownHosts(options.SshKnownHosts)
            && (options.SshKnownHosts.Contains('"', StringComparison.Ordinal) || TextOrFile.WhyUnreadable(options.SshKnownHosts) is not null))
        {
            yield return new InputProblem("ssh-known-hosts", "is neither lines of known_hosts (host, kind of key, key) nor a file that can be read here.");
        }
    }

    /// <summary>Removes the files.</summary>
    public void Dispose()
    {
        if (directory is { Exists: true })
            directory.Delete(recursive: true);
        directory?.Refresh();
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(directory!.FullName, name);
        var access = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            access.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(path, access);
        writer.Write(TextOrFile.Tidy(text));
        return path;
    }
}
