using System.Buffers.Binary;

namespace SuperResolution.Imaging.Codecs;

/// <summary>From scanlines to 8-bit samples.</summary>
internal sealed class PngPixels
{
    private readonly PngHeader header;
    private readonly byte[] palette, transparency;

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
    }

    /// <summary>1 to 4, as <see cref="RawImage"/> has them: a tRNS chunk adds alpha to palettes and makes one gray value or colour transparent.</summary>
    public int Channels { get; }

    /// <summary>The first of <paramref name="columns"/> pixels of a scanline goes to the start of <paramref name="to"/>, each next one <paramref name="step"/> pixels further.</summary>
    public void Convert(ReadOnlySpan<byte> line, Span<byte> to, int columns, int step)
    {
        if (header.Depth == 8 && step == 1 && Channels == header.Samples && header.Colour != PngColour.Palette)
            line.CopyTo(to);
        else
            ConvertEach(line, to, columns, step * Channels);
    }

    /// <summary>Everything that is not already 8 bit per sample in the right order.</summary>
    private void ConvertEach(ReadOnlySpan<byte> line, Span<byte> to, int columns, int step)
    {
        Span<int> raw = stackalloc int[4];
        for (var column = 0; column < columns; column++)
        {
            var pixel = to.Slice(column * step, Channels);
            for (var s = 0; s < header.Samples; s++)
            {
                raw[s] = Sample(line, (column * header.Samples) + s);
                if (header.Colour != PngColour.Palette) pixel[s] = To8Bit(raw[s]);
            }
            if (header.Colour == PngColour.Palette)
                LookUp(raw[0], pixel);
            else if (Channels > header.Samples)
                pixel[header.Samples] = IsKey(raw[..header.Samples]) ? (byte)0 : (byte)255;
        }
    }

    private int Sample(ReadOnlySpan<byte> line, int index) => header.Depth switch
    {
        16 => BinaryPrimitives.ReadUInt16BigEndian(line[(index * 2)..]),
        8 => line[index],
        var depth => (line[index * depth / 8] >> (8 - depth - (index * depth % 8))) & ((1 << depth) - 1),
    };

    private byte To8Bit(int sample) => header.Depth switch
    {
        16 => (byte)(((sample * 255) + 32767) / 65535), // rounded, not cut
        8 => (byte)sample,
        var depth => (byte)(sample * 255 / ((1 << depth) - 1)),
    };

    private void LookUp(int index, Span<byte> pixel)
    {
        if (index >= palette.Length / 3) throw new InvalidDataException($"it is damaged: colour {index} is not in its palette of {palette.Length / 3}");
        palette.AsSpan(index * 3, 3).CopyTo(pixel);
        if (Channels == 4) pixel[3] = index < transparency.Length ? transparency[index] : (byte)255;
    }

    private bool IsKey(ReadOnlySpan<int> raw)
    {
        for (var s = 0; s < raw.Length; s++)
            if ((BinaryPrimitives.ReadUInt16BigEndian(transparency.AsSpan(s * 2)) & ((1 << header.Depth) - 1)) != raw[s]) return false;
        return true;
    }
}
