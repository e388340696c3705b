using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace SuperResolution.Imaging.Codecs;

/// <summary>From filtered scanlines to 8-bit samples.</summary>
internal sealed class PngPixels(PngHeader header, byte[] palette, byte[] transparency)
{
    // A tRNS chunk adds an alpha channel to palettes and makes one gray value or colour transparent.
    private readonly int channels = (header.Colour, transparency.Length > 0) switch
    {
        (PngColour.Gray, var keyed) => keyed ? 2 : 1,
        (PngColour.GrayAlpha, _) => 2,
        (PngColour.Rgba, _) => 4,
        (_, var keyed) => keyed ? 4 : 3,
    };

    public RawImage Read(byte[] scanlines)
    {
        if (header.Colour == PngColour.Palette && (palette.Length == 0 || palette.Length % 3 != 0))
            throw new InvalidDataException($"its palette is damaged or missing ({palette.Length} bytes)");
        if (header.Colour is PngColour.Gray or PngColour.Rgb && transparency.Length > 0 && transparency.Length != header.Samples * 2)
            throw new InvalidDataException($"its transparency chunk has {transparency.Length} bytes instead of {header.Samples * 2}");

        var pixels = new byte[checked(header.Width * header.Height * channels)];
        var at = 0;
        foreach (var (x, y, stepX, stepY, columns, rows) in header.Passes())
        {
            var bytes = header.RowBytes(columns);
            Span<byte> above = new byte[bytes];
            for (var row = 0; row < rows; row++, at += bytes + 1)
            {
                var line = scanlines.AsSpan(at + 1, bytes);
                Unfilter(scanlines[at], line, above, header.FilterDistance);
                var to = pixels.AsSpan((((y + (row * stepY)) * header.Width) + x) * channels);
                if (header.Depth == 8 && stepX == 1 && channels == header.Samples && header.Colour != PngColour.Palette)
                    line.CopyTo(to);
                else
                    Convert(line, to, columns, stepX * channels);
                above = line;
            }
        }
        return new RawImage(header.Width, header.Height, channels, pixels);
    }

    /// <summary>The five filters of section 9.</summary>
    private static void Unfilter(byte filter, Span<byte> line, ReadOnlySpan<byte> above, int distance)
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
                for (var i = 0; i < Math.Min(distance, line.Length); i++) line[i] += above[i];
                for (var i = distance; i < line.Length; i++) line[i] += Paeth(line[i - distance], above[i], above[i - distance]);
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

    private static byte Paeth(int left, int up, int corner)
    {
        var (toLeft, toUp, toCorner) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - corner - corner));
        return (byte)(toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner);
    }

    /// <summary>Everything that is not already 8 bit per sample in the right order.</summary>
    private void Convert(ReadOnlySpan<byte> line, Span<byte> to, int columns, int step)
    {
        Span<int> raw = stackalloc int[4];
        for (var column = 0; column < columns; column++)
        {
            var pixel = to.Slice(column * step, channels);
            for (var s = 0; s < header.Samples; s++)
            {
                raw[s] = Sample(line, (column * header.Samples) + s);
                if (header.Colour != PngColour.Palette) pixel[s] = To8Bit(raw[s]);
            }
            if (header.Colour == PngColour.Palette)
                LookUp(raw[0], pixel);
            else if (channels > header.Samples)
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
        if (channels == 4) pixel[3] = index < transparency.Length ? transparency[index] : (byte)255;
    }

    private bool IsKey(ReadOnlySpan<int> raw)
    {
        for (var s = 0; s < raw.Length; s++)
            if ((BinaryPrimitives.ReadUInt16BigEndian(transparency.AsSpan(s * 2)) & ((1 << header.Depth) - 1)) != raw[s]) return false;
        return true;
    }
}
