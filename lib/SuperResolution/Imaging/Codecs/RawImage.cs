namespace SuperResolution.Imaging.Codecs;

/// <summary>What a decoder delivers: 1 gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha, 8 bit each, interleaved.</summary>
internal readonly record struct RawImage(int Width, int Height, int Channels, byte[] Pixels)
{
    public static void CheckSize(long width, long height)
    {
        if (width < 1 || height < 1) throw new InvalidDataException($"its size is {width}×{height}");
        if (width > int.MaxValue || height > int.MaxValue || width * height > Picture.MaxPixels)
            throw new InvalidDataException($"its {width}×{height} pixels are over the limit of {Picture.MaxPixels:N0}; cut it into parts first");
    }

    public (Picture Colour, Picture? Alpha) Split()
    {
        if (Channels is 1 or 3) return (new Picture(Width, Height, Channels, Pixels), null);

        var colours = Channels - 1;
        var colour = new byte[Width * Height * colours];
        var alpha = new byte[Width * Height];
        for (var i = 0; i < alpha.Length; i++)
        {
            Pixels.AsSpan(i * Channels, colours).CopyTo(colour.AsSpan(i * colours));
            alpha[i] = Pixels[(i * Channels) + colours];
        }
        return (new Picture(Width, Height, colours, colour), new Picture(Width, Height, 1, alpha));
    }
}
