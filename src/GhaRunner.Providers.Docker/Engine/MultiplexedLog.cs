using System.Buffers.Binary;
using System.Text;

namespace GhaRunner.Providers.Docker.Engine;

/// <summary>
/// Reads the engine's log stream: frames of an 8-byte header (stream, three zeros, length in big-endian) and a payload.
/// A frame may end within a line, and within a character; the other stream's frames may come between.
/// </summary>
internal static class MultiplexedLog
{
    private const int HeaderLength = 8;

    /// <summary>Reads to the end of the stream.</summary>
    /// <param name="stream">Of type <c>application/vnd.docker.multiplexed-stream</c>.</param>
    /// <param name="maxLines">How many lines to keep, counted from the end.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The last lines of both streams, in the order in which they ended; what the stream breaks off in is a line too.</returns>
    public static async Task<IReadOnlyCollection<string>> ReadLastLinesAsync(Stream stream, int maxLines, CancellationToken cancellationToken)
    {
        var lines = new Queue<string>();
        var open = new SortedDictionary<byte, MemoryStream>();
        var header = new byte[HeaderLength];
        var chunk = new byte[32 * 1024];
        while (await stream.ReadAtLeastAsync(header, HeaderLength, throwOnEndOfStream: false, cancellationToken) == HeaderLength)
        {
            if (!open.TryGetValue(header[0], out var line))
                open.Add(header[0], line = new MemoryStream());
            var left = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4));
            while (left > 0)
            {
                var read = await stream.ReadAsync(chunk.AsMemory(0, (int)Math.Min(left, (uint)chunk.Length)), cancellationToken);
                if (read == 0)
                    break;
                left -= (uint)read;
                Split(chunk.AsSpan(0, read), line, Keep);
            }
        }

        foreach (var line in open.Values.Where(line => line.Length > 0))
            Keep(TakeText(line));
        return lines;

        void Keep(string line)
        {
            if (lines.Count == maxLines)
                lines.Dequeue();
            lines.Enqueue(line);
        }
    }

    private static void Split(ReadOnlySpan<byte> bytes, MemoryStream line, Action<string> keep)
    {
        for (var end = bytes.IndexOf((byte)'\n'); end >= 0; end = bytes.IndexOf((byte)'\n'))
        {
            line.Write(bytes[..end]);
            keep(TakeText(line));
            bytes = bytes[(end + 1)..];
        }

        line.Write(bytes);
    }

    private static string TakeText(MemoryStream line)
    {
        var text = Encoding.UTF8.GetString(line.GetBuffer().AsSpan(0, (int)line.Length)).TrimEnd('\r');
        line.SetLength(0);
        return text;
    }
}
