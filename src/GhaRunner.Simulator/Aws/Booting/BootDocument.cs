using System.IO.Compression;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace GhaRunner.Simulator.Aws.Booting;

/// <summary>What cloud-init would write and run (https://cloudinit.readthedocs.io/en/latest/reference/modules.html).</summary>
/// <param name="Files">The files, in their order.</param>
/// <param name="Commands">Lines of shell, which run one after the other whatever becomes of them.</param>
internal sealed record BootDocument(IReadOnlyList<BootFile> Files, IReadOnlyList<string> Commands)
{
    private const string CloudConfig = "#cloud-config", Script = "#!", ScriptPath = "/var/lib/cloud/instance/scripts/part-001";

    /// <summary>Reads user-data.</summary>
    /// <param name="userData">A <c>#cloud-config</c> or a script; anything else has nothing to run.</param>
    /// <exception cref="FormatException">It begins like a <c>#cloud-config</c>, and is none.</exception>
    public static BootDocument Parse(string userData)
    {
        if (userData.StartsWith(Script, StringComparison.Ordinal))
            return new BootDocument([new BootFile(ScriptPath, Encoding.UTF8.GetBytes(userData), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)], [ScriptPath]);
        if (!userData.StartsWith(CloudConfig, StringComparison.Ordinal))
            return new BootDocument([], []);
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(userData));
            return stream.Documents is [{ RootNode: YamlMappingNode root }]
                ? new BootDocument([.. Items(root, "write_files").Select(ReadFile)], [.. Items(root, "runcmd").Select(ReadCommand)])
                : new BootDocument([], []);
        }
        catch (Exception exception) when (exception is YamlException or InvalidDataException)
        {
            throw new FormatException(exception.Message, exception);
        }
    }

    /// <summary>Quotes a word for the shell.</summary>
    public static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static IEnumerable<YamlNode> Items(YamlMappingNode root, string key) =>
        root.Children.TryGetValue(new YamlScalarNode(key), out var value) && value is YamlSequenceNode items ? items.Children : [];

    private static BootFile ReadFile(YamlNode item)
    {
        var fields = item as YamlMappingNode ?? throw new FormatException("An item of write_files is no mapping.");
        var path = Field("path") ?? throw new FormatException("An item of write_files has no path.");
        var encoding = Field("encoding") ?? "";
        var text = Field("content") ?? "";
        var content = encoding.Contains("b64", StringComparison.Ordinal) || encoding.Contains("base64", StringComparison.Ordinal)
            ? Convert.FromBase64String(text)
            : Encoding.UTF8.GetBytes(text);
        if (encoding.StartsWith("gz", StringComparison.Ordinal))
            content = Unpack(content);
        return new BootFile(path, content, (UnixFileMode)Convert.ToInt32(Field("permissions") ?? "0644", 8));

        string? Field(string key) => fields.Children.TryGetValue(new YamlScalarNode(key), out var value) ? (value as YamlScalarNode)?.Value : null;
    }

    // A list is a command and its arguments, anything else a line of shell.
    private static string ReadCommand(YamlNode item) => item is YamlSequenceNode words
        ? string.Join(' ', words.Children.Select(word => Quote(word.ToString())))
        : (item as YamlScalarNode)?.Value ?? "";

    private static byte[] Unpack(byte[] packed)
    {
        using var unpacked = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress))
            gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
