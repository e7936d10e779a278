using System.Buffers.Binary;
using System.Text;
using GhaRunner.Providers.Docker.Engine;

namespace GhaRunner.Providers.Docker.Tests;

public sealed class MultiplexedLogTests
{
    [Fact]
    public async Task ReadLastLinesAsync_ReadsSplitAnywhere_GiveTheSame()
    {
        byte[] log = [.. Frame(1, "first\nsec"), .. Frame(2, "err"), .. Frame(1, "ond\n"), .. Frame(2, "or: äö\r\n"), .. Frame(1, ""), .. Frame(1, "\nlast")];

        for (var size = 1; size <= log.Length; size++)
            (await ReadAsync(log, 10, size)).Should().Equal(["first", "second", "error: äö", "", "last"], "reads give {0} bytes at a time", size);
    }

    [Fact]
    public async Task ReadLastLinesAsync_FrameEndsWithinACharacter_KeepsIt()
    {
        var text = Encoding.UTF8.GetBytes("→€\n");

        for (var cut = 1; cut < text.Length; cut++)
            (await ReadAsync([.. Frame(1, text[..cut]), .. Frame(2, "x\n"), .. Frame(1, text[cut..])], 10)).Should().Equal("x", "→€");
    }

    [Fact]
    public async Task ReadLastLinesAsync_BrokenOff_KeepsWhatCame()
    {
        var log = Frame(1, "whole\nhalf a li");

        for (var length = 0; length < log.Length; length++)
        {
            var lines = await ReadAsync(log[..length], 10);
            string.Join('\n', lines).Should().Be("whole\nhalf a li"[..Math.Max(0, length - 8)].TrimEnd('\n'));
        }
    }

    [Fact]
    public async Task ReadLastLinesAsync_ManyLines_KeepsTheLast() =>
        (await ReadAsync(Frame(2, string.Concat(Enumerable.Range(1, 1000).Select(i => $"{i}\n"))), 2)).Should().Equal("999", "1000");

    [Fact]
    public async Task ReadLastLinesAsync_FrameOfAbsurdLength_TakesNoMemoryForIt()
    {
        var log = Frame(1, "text\n");
        BinaryPrimitives.WriteUInt32BigEndian(log.AsSpan(4), uint.MaxValue);

        (await ReadAsync(log, 10)).Should().Equal("text");
    }

    private static Task<IReadOnlyCollection<string>> ReadAsync(byte[] log, int maxLines, int size = int.MaxValue) =>
        MultiplexedLog.ReadLastLinesAsync(new Dribble(log, size), maxLines, default);

    private static byte[] Frame(byte stream, string text) => Frame(stream, Encoding.UTF8.GetBytes(text));

    private static byte[] Frame(byte stream, byte[] payload)
    {
        var frame = new byte[8 + payload.Length];
        frame[0] = stream;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), (uint)payload.Length);
        payload.CopyTo(frame, 8);
        return frame;
    }

    /// <summary>Gives a few bytes a read.</summary>
    private sealed class Dribble(byte[] content, int size) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer.Length > size ? buffer[..size] : buffer, cancellationToken);
    }
}
