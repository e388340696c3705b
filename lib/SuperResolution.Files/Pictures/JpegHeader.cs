namespace SuperResolution.Imaging.Codecs;

/// <summary>
/// What a JPEG file says before its pixels (ISO/IEC 10918-1, annex B), as far as the kit must know it before it decodes.
/// </summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Components">Each one's name and its number of 8×8 blocks.</param>
/// <param name="Progressive">Whether coefficients come in several scans, from coarse to fine.</param>
internal sealed record JpegHeader(int Width, int Height, IReadOnlyList<(int Id, long Blocks)> Components, bool Progressive)
{
    /// <summary>Encoders make about ten; hundreds are made to keep a decoder busy.</summary>
    private const int MaxScans = 100;

    /// <summary>
    /// A block that a scan comes past costs a decoder so much of what its 64 samples cost, even if nothing is stored for it.
    /// </summary>
    private const int PerVisit = 16;

    private const int BlockSamples = 64;

    private static ReadOnlySpan<byte> ProfileMark => "ICC_PROFILE\0"u8;

    public static bool IsJpeg(ReadOnlySpan<byte> file) => file.StartsWith<byte>([0xFF, 0xD8, 0xFF]);

    /// <summary>Whether the decoder has to hold the coefficients of the whole picture.</summary>
    public bool HoldsWhole => Progressive || Scans > 1;

    /// <summary>Bytes that the decoder holds or goes through before there are pixels.</summary>
    public long Cost => HoldsWhole ? (Blocks * BlockSamples * sizeof(short)) + (visits * PerVisit) : Blocks * BlockSamples;

    /// <summary>Scans in the file: one, or several that each cover the picture.</summary>
    private int Scans { get; init; }

    private long Blocks => Components.Sum(component => component.Blocks);

    private long visits;

    /// <exception cref="InvalidDataException">Damaged, of a kind that is not read, or the file is too short for what it says.</exception>
    public static JpegHeader Read(Stream file)
    {
        JpegHeader? header = null;
        var parts = 0;
        file.Position = 2;
        for (var marker = Marker(file); marker is >= 0 and not 0xD9; marker = Marker(file))
        {
            if (marker is 0x01 or (>= 0xD0 and <= 0xD8)) continue; // these have no content
            DecodingBudget.CheckParts(++parts, file.Length);
            var (content, _, end) = Content(file);
            if (marker is (>= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC)) or 0xF7) header = Frame(content, marker);
            if (marker == 0xDA && header is not null)
            {
                header = header.WithScan(content);
                // all of it in one scan, as most files have it
                if (!header.Progressive && content.Length > 0 && content[0] >= header.Components.Count) break;
            }
            file.Position = end;
        }
        if (header is null) throw new InvalidDataException("its header is damaged or truncated");
        if (header.Scans == 0) throw new InvalidDataException("it is truncated: it ends before its pixels");
        return header.Checked(file.Length);
    }

    /// <summary>The ICC profile, in the order of its parts; empty where some are missing, null where there is none.</summary>
    public static byte[]? Profile(Stream file)
    {
        var (segments, parts, count) = (0, new SortedDictionary<int, byte[]>(), 0);
        file.Position = 2;
        for (var marker = Marker(file); marker is >= 0 and not (0xD9 or 0xDA); marker = Marker(file))
        {
            if (marker is 0x01 or (>= 0xD0 and <= 0xD8)) continue;
            DecodingBudget.CheckParts(++segments, file.Length);
            var (content, start, end) = Content(file);
            if (marker == 0xE2 && content.Length >= ProfileMark.Length + 2 && content.AsSpan().StartsWith(ProfileMark)
                && end <= file.Length)
            {
                var part = new byte[end - start - ProfileMark.Length - 2];
                file.Position = end - part.Length;
                file.ReadExactly(part);
                (parts[content[ProfileMark.Length]], count) = (part, content[ProfileMark.Length + 1]);
            }
            file.Position = end;
        }
        return parts.Count == 0 ? null : parts.Count == count ? [.. parts.Values.SelectMany(part => part)] : [];
    }

    /// <summary>The file with an ICC profile, behind what says that it is a JFIF.</summary>
    public static byte[] WithProfile(byte[] file, byte[] profile)
    {
        var parts = profile.Chunk(ushort.MaxValue - 2 - ProfileMark.Length - 2).ToList();
        var at = file[3] == 0xE0 ? 4 + ((file[4] << 8) | file[5]) : 2;
        return [.. file[..at], .. parts.SelectMany((part, i) => Segment([.. ProfileMark, (byte)(i + 1), (byte)parts.Count, .. part])),
            .. file[at..]];

        static byte[] Segment(byte[] content) => [0xFF, 0xE2, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];
    }

    /// <param name="content">How many components, and two bytes for each, the first of them its name.</param>
    private JpegHeader WithScan(byte[] content)
    {
        if (Scans == MaxScans) throw new InvalidDataException($"it has more than {MaxScans} scans");
        var ids = Enumerable.Range(0, content.Length > 0 ? content[0] : 0).Select(i => 1 + (i * 2)).Where(at => at < content.Length)
            .Select(at => content[at]).ToList();
        return this with
        {
            Scans = Scans + 1,
            visits = visits + Components.Where(component => ids.Contains((byte)component.Id)).Sum(component => component.Blocks)
        };
    }

    /// <summary>Each block takes at least a bit for its mean and, but for progressive files, one to say that nothing follows.</summary>
    private JpegHeader Checked(long length) => length * 8 >= Blocks * (Progressive ? 1 : 2) ? this
        : throw new InvalidDataException($"it is truncated: {length:N0} bytes cannot hold its {Width}×{Height} pixels");

    /// <summary>Precision, height, width, and three bytes for each component: its name, its sampling factors, its table.</summary>
    private static JpegHeader Frame(byte[] content, int marker)
    {
        if (content.Length < 6 || content.Length < 6 + (content[5] * 3))
            throw new InvalidDataException("its header is damaged: the sizes are missing");
        if (Kind(marker, content[0]) is { } kind)
            throw new InvalidDataException(
                $"it is a {kind}, which is not read; save it again as baseline or progressive JPEG of 8 bits, or as PNG");
        var (height, width, count) = ((content[1] << 8) | content[2], (content[3] << 8) | content[4], content[5]);
        if (width == 0 || height == 0 || count == 0)
            throw new InvalidDataException($"its size is {width}×{height} with {count} components");
        if (count is not (1 or 3 or 4))
            throw new InvalidDataException($"it has {count} components; 1 (gray), 3 (colours) and 4 (inks) are read");
        var factors = Enumerable.Range(0, count).Select(i => content[7 + (i * 3)]).Select(value => (H: value >> 4, V: value & 15))
            .ToList();
        if (factors.Any(factor => factor.H is < 1 or > 4 || factor.V is < 1 or > 4))
            throw new InvalidDataException("its header is damaged: its sampling factors are not 1 to 4");
        var (h, v) = (factors.Max(factor => factor.H), factors.Max(factor => factor.V));
        return new JpegHeader(width, height,
            [.. factors.Select((factor, i) => ((int)content[6 + (i * 3)], Count(width, factor.H, h) * Count(height, factor.V, v)))],
            marker == 0xC2);
    }

    /// <summary>What a sound file is that libjpeg does not read (tables B.1 and B.2); null for those that it reads.</summary>
    private static string? Kind(int marker, int precision) => marker switch
    {
        0xC3 => "lossless JPEG",
        0xF7 => "JPEG-LS picture",
        0xC5 or 0xC6 or 0xC7 => "hierarchical JPEG",
        0xC9 or 0xCA => "JPEG that is packed arithmetically",
        0xCB => "lossless JPEG that is packed arithmetically",
        > 0xCC => "hierarchical JPEG that is packed arithmetically",
        _ when precision is 12 => "JPEG of 12 bits a sample",
        _ => null,
    };

    private static long Count(int length, int factor, int most) => ((((length * factor) + most - 1) / most) + 7) / 8;

    /// <summary>The next marker; −1 at the end. Packed data, which has no markers but 00 and D0…D7, is passed over.</summary>
    private static int Marker(Stream file)
    {
        for (int value = file.ReadByte(), last = 0; value >= 0; last = value, value = file.ReadByte())
            if (last == 0xFF && value is not (0 or 0xFF)) return value;
        return -1;
    }

    /// <summary>The first bytes of a segment's content, and where it lies in the file.</summary>
    private static (byte[] Content, long Start, long End) Content(Stream file)
    {
        var (high, low) = (file.ReadByte(), file.ReadByte());
        // no frame or scan header is longer: 255 components are nonsense
        var content = new byte[low < 0 ? 0 : Math.Clamp(((high << 8) | low) - 2, 0, 64)];
        var start = file.Position;
        return (content[..file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)], start,
            start + Math.Max(0, ((high << 8) | low) - 2));
    }
}
