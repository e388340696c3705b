namespace SuperResolution.Imaging.Codecs;

/// <summary>From scanlines to 8-bit samples.</summary>
internal sealed class PngPixels
{
    private readonly PngHeader header;
    private readonly byte[] palette, transparency, key;
    private readonly int factor; // from the largest sample to 255
    private byte[] eight = [];

    /// <exception cref="InvalidDataException">The palette or the transparency does not suit the header.</exception>
    public PngPixels(PngHeader header, byte[] palette, byte[] transparency)
    {
        if (header.Colour == PngColour.Palette && (palette.Length == 0 || palette.Length % 3 != 0))
            throw new InvalidDataException($"its palette is damaged or missing ({palette.Length} bytes)");
        if (header.Colour is PngColour.Gray or PngColour.Rgb && transparency.Length > 0 && transparency.Length != header.Samples * 2)
            throw new InvalidDataException($"its transparency chunk has {transparency.Length} bytes instead of {header.Samples * 2}");
        (this.header, this.palette, this.transparency) = (header, palette, transparency);
        Channels = (header.Colour, transparency.Length > 0) switch
        {
            (PngColour.Gray, var keyed) => keyed ? 2 : 1,
            (PngColour.GrayAlpha, _) => 2,
            (PngColour.Rgba, _) => 4,
            (_, var keyed) => keyed ? 4 : 3,
        };
        factor = header.Colour == PngColour.Palette || header.Depth >= 8 ? 1 : 255 / ((1 << header.Depth) - 1);
        key = Channels > header.Samples && header.Colour != PngColour.Palette ? Key() : [];
    }

    /// <summary>
    /// 1 to 4, as <see cref="RawImage"/> has them: a tRNS chunk adds alpha to palettes and makes one gray value or colour transparent.
    /// </summary>
    public int Channels { get; }

    /// <summary>Whether scanlines are the samples as they are.</summary>
    public bool Copies => header.Depth == 8 && Channels == header.Samples && header.Colour != PngColour.Palette;

    /// <summary>
    /// The first of <paramref name="columns"/> pixels of a scanline goes to the start of <paramref name="to"/>, each next one
    /// <paramref name="step"/> pixels further.
    /// </summary>
    public void Convert(ReadOnlySpan<byte> line, Span<byte> to, int columns, int step)
    {
        var count = columns * header.Samples;
        if (step == 1 && Channels == header.Samples && header.Colour != PngColour.Palette)
        {
            To8Bit(line, to[..count]);
            return;
        }
        if (eight.Length < count) eight = new byte[count];
        To8Bit(line, eight.AsSpan(0, count));
        for (var (column, at) = (0, 0); column < columns; column++, at += step * Channels)
        {
            if (header.Colour == PngColour.Palette)
            {
                LookUp(eight[column], to[at..]);
                continue;
            }
            var pixel = eight.AsSpan(column * header.Samples, header.Samples);
            pixel.CopyTo(to[at..]);
            if (Channels > header.Samples)
                to[at + header.Samples] = (header.Depth == 16 ? line.Slice(column * key.Length, key.Length) : pixel).SequenceEqual(key)
                    ? (byte)0 : (byte)255;
        }
    }

    /// <summary>Samples of any depth; indices of a palette stay as they are.</summary>
    private void To8Bit(ReadOnlySpan<byte> line, Span<byte> to)
    {
        var depth = header.Depth;
        switch (depth)
        {
            case 8:
                line[..to.Length].CopyTo(to);
                break;
            case 16:
                line = line[..(to.Length * 2)];
                // rounded, not cut
                for (var i = 0; i < to.Length; i++) to[i] = (byte)(((((line[2 * i] << 8) | line[(2 * i) + 1]) * 255) + 32767) / 65535);
                break;
            default:
                for (var i = 0; i < to.Length; i++)
                    to[i] = (byte)(((line[i * depth / 8] >> (8 - depth - (i * depth % 8))) & ((1 << depth) - 1)) * factor);
                break;
        }
    }

    private void LookUp(int index, Span<byte> to)
    {
        if (index * 3 >= palette.Length)
            throw new InvalidDataException($"it is damaged: colour {index} is not in its palette of {palette.Length / 3}");
        palette.AsSpan(index * 3, 3).CopyTo(to);
        if (Channels == 4) to[3] = index < transparency.Length ? transparency[index] : (byte)255;
    }

    /// <summary>The one value that is clear: of 16 bit as it is in the file, else as it is after <see cref="To8Bit"/>.</summary>
    private byte[] Key() => header.Depth == 16 ? transparency
        : [.. Enumerable.Range(0, transparency.Length / 2)
            .Select(i => (byte)((transparency[(2 * i) + 1] & ((1 << header.Depth) - 1)) * factor))];
}
