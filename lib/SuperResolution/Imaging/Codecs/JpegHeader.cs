namespace SuperResolution.Imaging.Codecs;

/// <summary>What a JPEG file says before its pixels (ISO/IEC 10918-1, annex B), as far as the kit must know it before it decodes.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Blocks">8×8 blocks of all components together.</param>
/// <param name="Progressive">Whether coefficients come in several scans, from coarse to fine.</param>
/// <param name="Scans">Scans in the file: one, or several that each cover the picture.</param>
internal sealed record JpegHeader(int Width, int Height, long Blocks, bool Progressive, int Scans)
{
    /// <summary>Encoders make about ten; hundreds are made to keep a decoder busy.</summary>
    private const int MaxScans = 100;

    public static bool IsJpeg(ReadOnlySpan<byte> file) => file.StartsWith<byte>([0xFF, 0xD8, 0xFF]);

    /// <summary>Whether the decoder has to hold the coefficients of the whole picture.</summary>
    public bool HoldsWhole => Progressive || Scans > 1;

    /// <exception cref="InvalidDataException">Damaged, or the file is too short for what it says.</exception>
    public static JpegHeader Read(Stream file)
    {
        JpegHeader? header = null;
        var components = 0;
        file.Position = 2;
        for (var marker = Marker(file); marker is >= 0 and not 0xD9; marker = Marker(file))
        {
            if (marker is 0x01 or (>= 0xD0 and <= 0xD8)) continue; // these have no content
            var (content, end) = Content(file);
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                if (marker > 0xC8) throw new InvalidDataException("it is packed arithmetically, which is not read");
                header = Frame(content, marker is 0xC2 or 0xC6);
                components = content[5];
            }
            if (marker == 0xDA && header is not null)
            {
                header = header with { Scans = header.Scans + 1 };
                if (header.Scans > MaxScans) throw new InvalidDataException($"it has more than {MaxScans} scans");
                if (!header.Progressive && content.Length > 0 && content[0] >= components) break; // all of it in one scan, as most files have it
            }
            file.Position = end;
        }
        if (header is null) throw new InvalidDataException("its header is damaged or truncated");
        if (header.Scans == 0) throw new InvalidDataException("it is truncated: it ends before its pixels");
        return header.Checked(file.Length);
    }

    /// <summary>Each block takes at least a bit for its mean and, but for progressive files, one to say that nothing follows.</summary>
    private JpegHeader Checked(long length) => length * 8 >= Blocks * (Progressive ? 1 : 2) ? this
        : throw new InvalidDataException($"it is truncated: {length:N0} bytes cannot hold its {Width}×{Height} pixels");

    private static JpegHeader Frame(byte[] content, bool progressive)
    {
        if (content.Length < 6 || content.Length < 6 + (content[5] * 3)) throw new InvalidDataException("its header is damaged: the sizes are missing");
        var (height, width) = ((content[1] << 8) | content[2], (content[3] << 8) | content[4]);
        if (width == 0 || height == 0 || content[5] == 0) throw new InvalidDataException($"its size is {width}×{height} with {content[5]} components");
        var factors = Enumerable.Range(0, content[5]).Select(i => content[7 + (i * 3)]).Select(value => (H: value >> 4, V: value & 15)).ToList();
        if (factors.Any(factor => factor.H is < 1 or > 4 || factor.V is < 1 or > 4)) throw new InvalidDataException("its header is damaged: its sampling factors are not 1 to 4");
        var (h, v) = (factors.Max(factor => factor.H), factors.Max(factor => factor.V));
        return new JpegHeader(width, height, factors.Sum(factor => Count(width, factor.H, h) * Count(height, factor.V, v)), progressive, 0);
    }

    private static long Count(int length, int factor, int most) => ((((length * factor) + most - 1) / most) + 7) / 8;

    /// <summary>The next marker; −1 at the end. Packed data, which has no markers but 00 and D0…D7, is passed over.</summary>
    private static int Marker(Stream file)
    {
        for (int value = file.ReadByte(), last = 0; value >= 0; last = value, value = file.ReadByte())
            if (last == 0xFF && value is not (0 or 0xFF)) return value;
        return -1;
    }

    /// <summary>A segment's content, and where it ends in the file.</summary>
    private static (byte[] Content, long End) Content(Stream file)
    {
        var (high, low) = (file.ReadByte(), file.ReadByte());
        var content = new byte[low < 0 ? 0 : Math.Clamp(((high << 8) | low) - 2, 0, 64)]; // no frame or scan header is longer: 255 components are nonsense
        var end = file.Position + Math.Max(0, ((high << 8) | low) - 2);
        return (content[..file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)], end);
    }
}
