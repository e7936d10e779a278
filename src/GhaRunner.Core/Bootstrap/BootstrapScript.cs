using System.IO.Compression;
using System.Text;

namespace GhaRunner.Core.Bootstrap;

/// <summary>The program of every machine: <c>bootstrap.sh</c>, the same bytes for all of them.</summary>
internal static class BootstrapScript
{
    /// <summary>
    /// The script as machines get it: with LF line ends, without comments and indentation, which are a fifth of it and
    /// would not fit beside a large registration in the smallest user-data (16 KiB on EC2, 12 KiB by our own budget).
    /// </summary>
    /// <value>At most 7 KiB of ASCII. No line of the script holds a blank and <c>#</c> other than as a comment.</value>
    public static string Text { get; } = Compact(Read());

    /// <summary>Packs a text into what <c>base64 -d | gzip -d</c>, and cloud-init's <c>gz+b64</c>, take.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Base64 on one line; of the script less than 5 KiB.</returns>
    public static string Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return Convert.ToBase64String(packed.ToArray());
    }

    private static string Compact(string script)
    {
        var lines = script.Split('\n').Select(line => line.Trim().Split(" # ")[0]);
        return string.Join('\n', lines.Where(line => line.StartsWith("#!", StringComparison.Ordinal) || (line.Length > 0 && line[0] != '#'))) + '\n';
    }

    private static string Read()
    {
        using var stream = typeof(BootstrapScript).Assembly.GetManifestResourceStream("bootstrap.sh")
            ?? throw new InvalidOperationException("The assembly lacks its resource bootstrap.sh.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
