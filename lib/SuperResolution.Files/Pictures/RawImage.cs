namespace SuperResolution.Imaging.Codecs;

/// <summary>What a decoder delivers: 1 gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha, 8 bit each, interleaved.</summary>
internal readonly record struct RawImage(int Width, int Height, int Channels, byte[] Pixels)
{
    /// <summary>Files that claim more are refused before anything is allocated.</summary>
    public const long MaxPixels = 1L << 28;

    public static void CheckSize(long width, long height)
    {
        if (width < 1 || height < 1) throw new InvalidDataException($"its size is {width}×{height}");
        if (width > int.MaxValue || height > int.MaxValue || width * height > MaxPixels)
            throw new InvalidDataException($"its {width}×{height} pixels are over the limit of {MaxPixels:N0}; cut it into parts first");
    }

    /// <summary>Upright.</summary>
    /// <param name="orientation">1 to 8: how EXIF says that it lies.</param>
    public RawImage Turned(int orientation)
    {
        if (orientation == 1) return this;
        var swapped = SwapsSides(orientation);
        var turned = new byte[Pixels.Length];
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var (right, down) = (Width - 1 - x, Height - 1 - y);
                var (toX, toY) = orientation switch
                {
                    2 => (right, y),
                    3 => (right, down),
                    4 => (x, down),
                    5 => (y, x),
                    6 => (down, x),
                    7 => (down, right),
                    _ => (y, right),
                };
                Pixels.AsSpan(((y * Width) + x) * Channels, Channels)
                    .CopyTo(turned.AsSpan(((toY * (swapped ? Height : Width)) + toX) * Channels));
            }
        }
        return swapped ? new RawImage(Height, Width, Channels, turned) : this with { Pixels = turned };
    }

    /// <summary>Whether rows lie as columns.</summary>
    public static bool SwapsSides(int orientation) => orientation >= 5;
}
