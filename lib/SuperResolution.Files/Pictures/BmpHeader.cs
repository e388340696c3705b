using System.Buffers.Binary;

namespace SuperResolution.Imaging.Codecs;

/// <summary>What a Windows bitmap says before its pixels.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="TopDown">Whether the first row in the file is the upper one.</param>
/// <param name="Bits">Per pixel.</param>
/// <param name="Compression">0 none, 1 and 2 run lengths, 3 and 6 masks; others are not read.</param>
/// <param name="Start">Where the pixels start in the file.</param>
internal sealed record BmpHeader(long Width, long Height, bool TopDown, int Bits, uint Compression, long Start)
{
    private const int FileHeader = 14, OldHeader = 12, MostHeader = 124;

    /// <summary>Lengths of the headers that there are, of Windows and of OS/2.</summary>
    private static readonly HashSet<uint> sizes = [12, 13, 14, 15, 16, 20, 24, 28, 32, 36, 40, 42, 46, 48, 52, 56, 60, 64, 108, 124];

    /// <summary>Red, green and blue of each colour; empty where there is no palette.</summary>
    public byte[] Palette { get; private init; } = [];

    /// <summary>Bitmaps have no gray pixels, only palettes of grays.</summary>
    public bool IsGray { get; private init; }

    private bool IsRunLength => Compression is 1 or 2 or 4; // 4 with 24 bit: OS/2's run lengths

    /// <summary>Whether it is packed in run lengths that the kit reads.</summary>
    public bool HasRuns => (Compression, Bits) is (1, 8) or (2, 4);

    /// <summary>
    /// Whether a row lies at a known place and its pixels are whole bytes of blue, green and red, or colours of the palette.
    /// </summary>
    public bool HasPlainRows => Compression == 0 && Bits is 1 or 4 or 8 or 24 or 32;

    /// <summary>Bytes from one row to the next.</summary>
    public long Stride => ((Width * Bits) + 31) / 32 * 4;

    public static bool IsBmp(ReadOnlySpan<byte> file) => file.StartsWith("BM"u8);

    /// <summary>Reads the headers and the palette.</summary>
    /// <exception cref="InvalidDataException">Damaged, or the file is too short for what it says.</exception>
    public static BmpHeader Read(Stream file)
    {
        var head = new byte[FileHeader + MostHeader];
        file.Position = 0;
        var got = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (got < FileHeader + OldHeader) throw new InvalidDataException("its header is damaged or truncated");
        var (start, size) = (UInt(10), UInt(14));
        if (!sizes.Contains(size) || got < FileHeader + size)
            throw new InvalidDataException($"its header is damaged or truncated (it says {size} bytes)");

        if (start < FileHeader + size)
            throw new InvalidDataException($"its header is damaged: its pixels start within it, at byte {start:N0}");

        var old = size < 16; // OS/2's first: sizes of 16 bit and palettes of three bytes a colour
        var (width, height) = old ? (UShort(18), UShort(20)) : ((int)UInt(18), (int)UInt(22));
        var header = new BmpHeader(width, Math.Abs((long)height), height < 0, UShort(old ? 24 : 28), size >= 20 ? UInt(30) : 0, start);
        var (colours, bytes) = (size >= 36 ? UInt(46) : 0, old ? 3 : 4);
        return header.WithPalette(file, FileHeader + size, colours, bytes).Checked(file.Length);

        uint UInt(int at) => BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(at));
        ushort UShort(int at) => BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(at));
    }

    /// <summary>The ICC profile that the fifth kind of header may point to; null where there is none.</summary>
    public static byte[]? Profile(Stream file)
    {
        var head = new byte[FileHeader + MostHeader];
        file.Position = 0;
        if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || head[FileHeader] != MostHeader
            || !head.AsSpan(70, 4).SequenceEqual("DEBM"u8))
            return null;
        var (start, length) = (FileHeader + (long)BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(126)),
            BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(130)));
        if (start + length > file.Length) return [];
        var profile = new byte[length];
        file.Position = start;
        file.ReadExactly(profile);
        return profile;
    }

    private BmpHeader WithPalette(Stream file, long at, uint used, int bytes)
    {
        if (Bits is not (1 or 2 or 4 or 8)) return this;
        var count = used == 0 ? 1 << Bits : (int)Math.Min(used, 1 << Bits);
        if (at + (count * bytes) > Math.Min(Start, file.Length))
            throw new InvalidDataException($"its palette of {count} colours does not fit before its pixels");
        var (stored, palette) = (new byte[count * bytes], new byte[(1 << Bits) * 3]); // colours that are missing are black
        file.Position = at;
        file.ReadExactly(stored);
        for (var i = 0; i < count; i++)
            (palette[i * 3], palette[(i * 3) + 1], palette[(i * 3) + 2]) =
                (stored[(i * bytes) + 2], stored[(i * bytes) + 1], stored[i * bytes]);
        return this with
        {
            Palette = palette,
            IsGray = Enumerable.Range(0, count)
            .All(i => palette[i * 3] == palette[(i * 3) + 1] && palette[i * 3] == palette[(i * 3) + 2])
        };
    }

    private BmpHeader Checked(long length)
    {
        if (Width < 1 || Height < 1 || Width > ushort.MaxValue || Height > ushort.MaxValue)
            throw new InvalidDataException($"its size is {Width}×{Height}; 1 to {ushort.MaxValue:N0} pixels a side are read");
        if (IsRunLength && Start >= length)
            throw new InvalidDataException($"it is truncated: its pixels start at byte {Start:N0} of {length:N0}");
        var data = Math.Max(0, length - Start);
        // A pair of bytes holds at most 255 equal pixels. What is not stored at all stays empty: cheap in small pictures only.
        if (IsRunLength && Width * Height > (data * 128) + (1 << 20))
            throw new InvalidDataException($"it is truncated: {data:N0} bytes of runs cannot hold its {Width}×{Height} pixels");
        if (!IsRunLength && Stride * Height > data)
            throw new InvalidDataException($"it is truncated: {data:N0} of {Stride * Height:N0} bytes of pixels are there");
        return this;
    }
}
