using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace GhaRunner.Simulator.GitHub.StandIn;

/// <summary>Packs the scripts of the stand-in runner the way the real runner is packed.</summary>
internal sealed class RunnerPackages(string version)
{
    private const string ResourcePrefix = "StandIn/";
    private const string Listener = "bin/Runner.Listener";

    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly Lazy<IReadOnlyList<RunnerPackage>> _all = new(() => [Pack(version, "x64"), Pack(version, "arm64")]);

    /// <summary>The packages on offer; made when first asked for.</summary>
    public IReadOnlyList<RunnerPackage> All => _all.Value;

    private static RunnerPackage Pack(string version, string architecture)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar))
        {
            foreach (var folder in new[] { "./", "./bin/", "./bin/lib/" })
                tar.WriteEntry(Entry(TarEntryType.Directory, folder));
            foreach (var (name, content) in Files(version, architecture))
            {
                var file = Entry(TarEntryType.RegularFile, "./" + name);
                file.DataStream = new MemoryStream(content);
                tar.WriteEntry(file);
            }
        }

        var bytes = packed.ToArray();
        return new RunnerPackage(version, architecture, bytes, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    /// <summary>Every run packs the same bytes: no times, no owner of this machine.</summary>
    private static UstarTarEntry Entry(TarEntryType type, string name) =>
        new(type, name) { Mode = Executable, Uid = 1001, Gid = 1001, ModificationTime = DateTimeOffset.UnixEpoch };

    private static IEnumerable<(string Name, byte[] Content)> Files(string version, string architecture)
    {
        var assembly = typeof(RunnerPackages).Assembly;
        var resources = assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal));
        foreach (var resource in resources.Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            using var content = new MemoryStream();
            stream.CopyTo(content);
            var name = resource[ResourcePrefix.Length..];
            yield return (name == Listener + ".sh" ? Listener : name, content.ToArray());
        }

        yield return ("bin/version", Encoding.ASCII.GetBytes(version + "\n"));
        yield return ("bin/architecture", Encoding.ASCII.GetBytes(architecture + "\n"));
    }
}
