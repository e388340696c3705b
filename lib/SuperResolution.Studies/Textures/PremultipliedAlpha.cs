using SuperResolution.Imaging;
using static TorchSharp.torch;

namespace SuperResolution.Textures;

/// <summary>
/// Colours times alpha (Porter and Duff 1984, "Compositing digital images"): what may be filtered, where colours beside alpha may not.
/// </summary>
/// <remarks>
/// A pixel that is clear has a colour too, and a filter that does not look at alpha mixes it into its neighbours. Multiplied by alpha it
/// is zero, and harmless. All of this happens in stored values, as in the hardware of old games.
/// </remarks>
public static class PremultipliedAlpha
{
    /// <summary>Colours times alpha, not rounded.</summary>
    /// <param name="colour">Gray or RGB.</param>
    /// <param name="alpha">Gray, of the same size.</param>
    /// <returns>(1, C, H, W) in [0, 1]; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The sizes differ, or alpha has colours.</exception>
    public static Tensor Multiply(Picture colour, Picture alpha)
    {
        Picture.CheckAlpha(colour, alpha);
        using var scope = NewDisposeScope();
        return (colour.ToTensor() * alpha.ToTensor()).MoveToOuterDisposeScope();
    }

    /// <summary>Back to colours beside alpha.</summary>
    /// <param name="premultiplied">(1, C, H, W) in [0, 1], C = 1 or 3.</param>
    /// <param name="alpha">(1, 1, H, W), nominally in [0, 1]; black where it is not above 0.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static Picture Divide(Tensor premultiplied, Tensor alpha)
    {
        if (premultiplied.dim() != 4 || !alpha.shape.SequenceEqual([1, 1, premultiplied.size(2), premultiplied.size(3)]))
            throw new ArgumentException($"({string.Join(", ", premultiplied.shape)}) cannot be divided by an alpha of " +
                $"({string.Join(", ", alpha.shape)}).");
        using var scope = NewDisposeScope();
        var (colour, opacity) = (premultiplied.cpu(), alpha.cpu());
        return Picture.FromTensor(where(opacity.gt(zeros_like(opacity)), colour / opacity, zeros_like(colour)));
    }

    /// <summary>
    /// Enlarges a texture with alpha through its premultiplied colours; alpha as the upscaler does it
    /// (<see cref="Upscaler.UpscaleAlpha"/>).
    /// </summary>
    /// <remarks>
    /// For the division alpha goes through the interpolation once more, neither rounded nor clamped (through bicubic interpolation where
    /// the upscaler is none). Exact where both go through the same linear filter. A network makes of a black surrounding what it thinks
    /// right, and the quotient at the edge shows it: for networks <see cref="ColourBleeding"/> is the better way.
    /// </remarks>
    /// <param name="upscaler">What upscales.</param>
    /// <param name="colour">Gray or RGB, not multiplied.</param>
    /// <param name="alpha">Gray, of the same size.</param>
    /// <exception cref="ArgumentException">The sizes differ, or alpha has colours.</exception>
    public static (Picture Colour, Picture Alpha) Upscale(Upscaler upscaler, Picture colour, Picture alpha)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var filter = upscaler as Interpolation ?? Interpolation.Bicubic(upscaler.Scale);
        return (Divide(upscaler.Upscale(Multiply(colour, alpha)), filter.Upscale(alpha.ToTensor())), upscaler.UpscaleAlpha(alpha));
    }

    /// <summary>What one sees: the texture over a background, alpha · colour + (1 − alpha) · background.</summary>
    /// <param name="colour">Gray or RGB, not multiplied.</param>
    /// <param name="alpha">Gray, of the same size.</param>
    /// <param name="background">Of the same size and kind as <paramref name="colour"/>.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static Picture Over(Picture colour, Picture alpha, Picture background)
    {
        Picture.CheckAlpha(colour, alpha);
        Picture.CheckAlpha(background, alpha);
        if (colour.Channels != background.Channels)
            throw new ArgumentException($"{colour} cannot lie over {background}: both must be gray, or both RGB.");
        var pixels = new byte[colour.Pixels.Length];
        for (var i = 0; i < pixels.Length; i++)
        {
            var opacity = alpha.Pixels[i / colour.Channels];
            pixels[i] = (byte)(((opacity * colour.Pixels[i]) + ((255 - opacity) * background.Pixels[i]) + 127) / 255);
        }
        return new Picture(colour.Width, colour.Height, colour.Channels, pixels);
    }
}
