using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SuperResolution.Imaging.Codecs;

/// <summary>The scanlines of a PNG one after the other, unpacked and unfiltered (ISO/IEC 15948, section 9). Two are held.</summary>
internal sealed class PngScanlines : IDisposable
{
    private readonly PngChunks chunks;
    private readonly ZLibStream inflate;
    private readonly int distance;
    private byte[] line, above, packed;
    private long passed;

    /// <param name="chunks">Where the packed data comes from; not disposed.</param>
    public PngScanlines(PngChunks chunks)
    {
        (this.chunks, distance) = (chunks, chunks.Header.FilterDistance);
        inflate = new ZLibStream(chunks, CompressionMode.Decompress, leaveOpen: true);
        (line, above, packed) = ([], [], []);
    }

    /// <summary>The first scanline of a pass has nothing above it.</summary>
    /// <param name="bytes">Of one scanline without the filter byte.</param>
    public void StartPass(int bytes) => (line, above, packed) = (new byte[bytes + 1], new byte[bytes + 1], new byte[bytes]);

    /// <summary>The next scanline without its filter byte; valid until the one after it is asked for.</summary>
    /// <exception cref="InvalidDataException">Damaged or truncated; where a checksum is wrong, that is what the message says.</exception>
    public ReadOnlySpan<byte> Next()
    {
        try
        {
            (line, above) = (above, line);
            var read = Inflate(line);
            passed += read;
            if (read < line.Length)
                throw new InvalidDataException($"it is truncated: {passed:N0} of {chunks.Header.DataLength:N0} bytes of pixels are there");
            Unfilter(line[0], line.AsSpan(1), above.AsSpan(1));
            return line.AsSpan(1);
        }
        catch (InvalidDataException)
        {
            chunks.Finish(); // says so if a damaged chunk is the cause
            throw;
        }
    }

    public void Dispose() => inflate.Dispose();

    private int Inflate(Span<byte> to)
    {
        try
        {
            return inflate.ReadAtLeast(to, to.Length, throwOnEndOfStream: false);
        }
        catch (Exception error) when (error is InvalidDataException or IOException && !chunks.Failed)
        {
            throw new InvalidDataException("it is damaged: its compressed data cannot be unpacked", error);
        }
    }

    /// <summary>The five filters of section 9.</summary>
    private void Unfilter(byte filter, Span<byte> line, ReadOnlySpan<byte> above)
    {
        switch (filter)
        {
            case 0:
                return;
            case 1:
                for (var i = distance; i < line.Length; i++) line[i] += line[i - distance];
                return;
            case 2:
                AddRow(line, above);
                return;
            case 3:
                for (var i = 0; i < line.Length; i++) line[i] += (byte)(((i < distance ? 0 : line[i - distance]) + above[i]) / 2);
                return;
            case 4:
                AddPaeth(line, above);
                return;
            default:
                throw new InvalidDataException($"it is damaged: there is no filter {filter}");
        }
    }

    private static void AddRow(Span<byte> line, ReadOnlySpan<byte> above)
    {
        var lines = MemoryMarshal.Cast<byte, Vector<byte>>(line);
        var aboves = MemoryMarshal.Cast<byte, Vector<byte>>(above);
        for (var i = 0; i < lines.Length; i++) lines[i] += aboves[i];
        for (var i = lines.Length * Vector<byte>.Count; i < line.Length; i++) line[i] += above[i];
    }

    /// <summary>
    /// All bytes of a pixel at once: each depends on the pixel before, so there is no more that can be done side by side.
    /// </summary>
    private void AddPaeth(Span<byte> line, ReadOnlySpan<byte> above)
    {
        line.CopyTo(packed); // what has just been written is slow to read again with its neighbours
        var (at, left, corner) = (0, Vector128<short>.Zero, Vector128<short>.Zero);
        for (; at <= line.Length - sizeof(ulong); at += distance)
        {
            var up = Vector128.WidenLower(Eight(above[at..])).AsInt16();
            var sum = Eight(packed.AsSpan(at)) + Vector128.Narrow(Paeth(left, up, corner).AsUInt16(), default);
            // what belongs to the next pixel is not right yet
            BinaryPrimitives.WriteUInt64LittleEndian(line[at..], sum.AsUInt64().ToScalar());
            (left, corner) = (Vector128.WidenLower(sum).AsInt16(), up);
        }
        for (; at < line.Length; at++)
            line[at] = (byte)(packed[at] + (at < distance ? above[at] : Paeth(line[at - distance], above[at], above[at - distance])));
    }

    private static Vector128<byte> Eight(ReadOnlySpan<byte> bytes) =>
        Vector128.CreateScalarUnsafe(BinaryPrimitives.ReadUInt64LittleEndian(bytes)).AsByte();

    private static Vector128<short> Paeth(Vector128<short> left, Vector128<short> up, Vector128<short> corner)
    {
        var (toLeft, toUp, toCorner) =
            (Vector128.Abs(up - corner), Vector128.Abs(left - corner), Vector128.Abs(left + up - corner - corner));
        var orCorner = Vector128.ConditionalSelect(Vector128.LessThanOrEqual(toUp, toCorner), up, corner);
        return Vector128.ConditionalSelect(Vector128.LessThanOrEqual(toLeft, Vector128.Min(toUp, toCorner)), left, orCorner);
    }

    public static byte Paeth(int left, int up, int corner)
    {
        var (toLeft, toUp, toCorner) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - corner - corner));
        return (byte)(toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner);
    }
}
