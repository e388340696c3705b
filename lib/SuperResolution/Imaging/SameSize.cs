using static TorchSharp.torch;

namespace SuperResolution.Imaging;

/// <summary>What is compared must be of the same size: said in the same words by every metric and every loss.</summary>
public static class SameSize
{
    /// <summary>Refuses pictures of different sizes or numbers of channels.</summary>
    /// <exception cref="ArgumentException">They differ.</exception>
    public static void Require(Picture a, Picture b)
    {
        if ((a.Width, a.Height, a.Channels) != (b.Width, b.Height, b.Channels))
            throw new ArgumentException($"Only pictures of the same size can be compared: {a} and {b}. Was the HR picture cropped to a " +
                "multiple of the scale?");
    }

    /// <summary>Refuses tensors of different shapes, and those that are no pictures.</summary>
    /// <param name="a">(N, C, H, W).</param>
    /// <param name="b">The same shape.</param>
    /// <exception cref="ArgumentException">They differ, or have not four dimensions.</exception>
    public static void Require(Tensor a, Tensor b)
    {
        if (a.dim() != 4 || !a.shape.SequenceEqual(b.shape))
            throw new ArgumentException("Only tensors (N, C, H, W) of the same shape can be compared, not " +
                $"({string.Join(", ", a.shape)}) and ({string.Join(", ", b.shape)}).");
    }
}
