using SuperResolution.Imaging;
using static TorchSharp.torch;

namespace SuperResolution.Textures;

/// <summary>Textures that repeat: what lies to the right of the right edge is the left edge, as on a torus.</summary>
public static class Tiling
{
    /// <summary>Adds a border of what the neighbouring copies show; it may be wider than the texture.</summary>
    /// <param name="texture">Gray or RGB.</param>
    /// <param name="border">Pixels on every side, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The border is negative.</exception>
    public static Picture Pad(Picture texture, int border)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(border);
        return Take(texture, -border, -border, texture.Width + (2 * border), texture.Height + (2 * border));
    }

    /// <summary>The same for images as tensors.</summary>
    /// <param name="images">(N, C, H, W), any type and device.</param>
    /// <param name="border">Pixels on every side, at least 0.</param>
    /// <returns>(N, C, H + 2·border, W + 2·border); the caller owns it.</returns>
    /// <exception cref="ArgumentException">Not four dimensions.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The border is negative.</exception>
    public static Tensor Pad(Tensor images, int border)
    {
        if (images.dim() != 4) throw new ArgumentException($"Images are (N, C, H, W), not ({string.Join(", ", images.shape)}).");
        ArgumentOutOfRangeException.ThrowIfNegative(border);
        using var scope = NewDisposeScope();
        return images.index_select(2, Places(images.size(2))).index_select(3, Places(images.size(3))).MoveToOuterDisposeScope();

        Tensor Places(long side) =>
            tensor(Enumerable.Range(-border, (int)side + (2 * border)).Select(place => (long)Wrapped(place, (int)side)).ToArray(),
                device: images.device);
    }

    /// <summary>
    /// Moves everything to the right and down; what leaves on one side comes back on the other. The texture stays the same, only its cut
    /// is elsewhere.
    /// </summary>
    /// <param name="texture">Gray or RGB.</param>
    /// <param name="right">Pixels; negative moves to the left.</param>
    /// <param name="down">Pixels; negative moves up.</param>
    public static Picture Shift(Picture texture, int right, int down) => Take(texture, -right, -down, texture.Width, texture.Height);

    /// <summary>Copies side by side, as on a wall.</summary>
    /// <param name="texture">Gray or RGB.</param>
    /// <param name="across">Copies beside each other, at least 1.</param>
    /// <param name="down">Copies below each other, at least 1.</param>
    /// <exception cref="ArgumentException">A number of copies is below 1.</exception>
    public static Picture Repeat(Picture texture, int across = 2, int down = 2) =>
        Take(texture, 0, 0, texture.Width * across, texture.Height * down);

    private static Picture Take(Picture texture, int left, int top, int width, int height)
    {
        var (channels, pixels) = (texture.Channels, new byte[checked(Math.Max(0, width) * Math.Max(0, height) * texture.Channels)]);
        for (int y = 0, to = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++, to += channels)
            {
                var from = ((Wrapped(y + top, texture.Height) * texture.Width) + Wrapped(x + left, texture.Width)) * channels;
                texture.Pixels.Slice(from, channels).CopyTo(pixels.AsSpan(to));
            }
        }
        return new Picture(width, height, channels, pixels);
    }

    private static int Wrapped(int place, int side) => ((place % side) + side) % side;
}
