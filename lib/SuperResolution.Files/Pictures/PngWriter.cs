using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace SuperResolution.Imaging;

/// <summary>
/// Writes a PNG row by row, so that the whole picture is never in memory (ISO/IEC 15948: 8 bit, filters chosen as its section 12.8
/// advises).
/// </summary>
public sealed class PngWriter : IDisposable
{
    private const int ChunkLength = 1 << 16;

    /// <summary>Of the signature and the first chunk.</summary>
    internal const int HeaderLength = 33;

    private readonly Stream file;
    private readonly MemoryStream packed = new();
    private readonly ZLibStream deflate;
    private readonly int height, channels;
    private readonly byte[] above, line, best;
    private int written;

    /// <summary>Writes the header.</summary>
    /// <param name="file">Stays open.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="channels">1 gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha.</param>
    /// <param name="level">How hard to pack.</param>
    /// <param name="profile">How samples are to be shown; null: as sRGB.</param>
    /// <exception cref="ArgumentException">A size is below 1, or there are other channels.</exception>
    public PngWriter(Stream file, int width, int height, int channels, CompressionLevel level = CompressionLevel.Optimal,
        ColourProfile? profile = null)
    {
        if (width < 1 || height < 1 || channels is < 1 or > 4)
            throw new ArgumentException($"A PNG of {width}×{height} pixels with {channels} channels cannot be (1 to 4 can).");
        (this.file, this.height, this.channels) = (file, height, channels);
        var row = checked(width * channels);
        (above, line, best) = (new byte[row], new byte[row + 1], new byte[row + 1]);
        deflate = new ZLibStream(packed, level, leaveOpen: true);
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        byte[] header = [.. new byte[8], 8, (byte)((int[])[0, 4, 2, 6])[channels - 1], 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        WriteChunk(file, "IHDR", header);
        foreach (var (kind, content) in profile?.Chunks ?? []) WriteChunk(file, kind, content);
    }

    /// <summary>Appends rows.</summary>
    /// <param name="rows">Whole rows of interleaved samples.</param>
    /// <exception cref="ArgumentException">A row is incomplete, or there are more than the header says.</exception>
    public void Write(ReadOnlySpan<byte> rows)
    {
        if (rows.Length % above.Length != 0 || rows.Length / above.Length > height - written)
            throw new ArgumentException($"{rows.Length:N0} bytes do not fit: rows have {above.Length:N0}, and {height - written:N0} " +
                "are missing.");
        for (; !rows.IsEmpty; rows = rows[above.Length..], written++)
        {
            var row = rows[..above.Length];
            var least = long.MaxValue;
            for (byte filter = 0; filter <= 4; filter++)
            {
                var sum = Filter(filter, row, least);
                if (sum >= least) continue;
                least = sum;
                line.CopyTo(best, 0);
            }
            deflate.Write(best);
            row.CopyTo(above);
            if (packed.Length >= ChunkLength) WritePacked();
        }
    }

    /// <summary>Writes the end of the file.</summary>
    /// <exception cref="InvalidOperationException">Rows are missing.</exception>
    public void Finish()
    {
        if (written < height) throw new InvalidOperationException($"The PNG has {written:N0} of {height:N0} rows.");
        deflate.Dispose();
        WritePacked();
        WriteChunk(file, "IEND", []);
    }

    /// <summary>Frees the packer; the stream stays open.</summary>
    public void Dispose() => deflate.Dispose();

    /// <summary>
    /// Puts the filtered row into <see cref="line"/>; returns the sum of its absolute values, small where it will pack well, or gives up
    /// above <paramref name="most"/>.
    /// </summary>
    private long Filter(byte filter, ReadOnlySpan<byte> row, long most)
    {
        line[0] = filter;
        var sum = 0L;
        for (var i = 0; i < row.Length && sum < most; i++)
        {
            int a = i < channels ? 0 : row[i - channels], b = above[i], c = i < channels ? 0 : above[i - channels];
            line[i + 1] = (byte)(row[i] - (
                filter switch { 0 => 0, 1 => a, 2 => b, 3 => (a + b) / 2, _ => Codecs.PngScanlines.Paeth(a, b, c) }));
            sum += Math.Abs((int)(sbyte)line[i + 1]);
        }
        return sum;
    }

    private void WritePacked()
    {
        WriteChunk(file, "IDAT", packed.GetBuffer().AsSpan(0, (int)packed.Length));
        packed.SetLength(0);
    }

    internal static void WriteChunk(Stream file, string kind, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        var crc = new Crc32();
        foreach (var part in (byte[][])[Encoding.ASCII.GetBytes(kind), content.ToArray()])
        {
            crc.Append(part);
            file.Write(part);
        }
        BinaryPrimitives.WriteUInt32BigEndian(number, crc.GetCurrentHashAsUInt32());
        file.Write(number);
    }
}
