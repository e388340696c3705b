using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>
/// Enlarging by sub-pixel convolution (ESPCN, arXiv 1609.05158, eq. 4): more channels, then their rearrangement into space.
/// </summary>
internal static class SubPixel
{
    /// <summary>
    /// Convolution and pixel shuffle for ×3, or as many of ×2 as the scale needs; the children are numbered as in a PyTorch Sequential.
    /// </summary>
    public static Sequential Stages(int scale, int features)
    {
        var stages = new List<(string, Module<Tensor, Tensor>)>();
        foreach (var factor in Factors(scale))
        {
            stages.Add(($"{stages.Count}", Conv2d(features, features * factor * factor, 3, padding: 1)));
            stages.Add(($"{stages.Count}", PixelShuffle(factor)));
        }
        return Sequential(stages);
    }

    /// <summary>
    /// How far a network sees, in LR pixels: convolutions at low resolution, one of radius 1 in front of each enlargement, the last ones
    /// at full size.
    /// </summary>
    public static int Reach(int low, int scale, int last)
    {
        var (reach, size) = ((double)low, 1);
        foreach (var factor in Factors(scale))
        {
            reach += 1.0 / size;
            size *= factor;
        }
        return (int)Math.Ceiling(reach + ((double)last / size) - 1e-9);
    }

    /// <summary>3 → {3}; 2, 4, 8 → {2}, {2, 2}, {2, 2, 2}.</summary>
    /// <exception cref="ArgumentException">Another scale.</exception>
    public static int[] Factors(int scale) => scale switch
    {
        2 => [2],
        3 => [3],
        4 => [2, 2],
        8 => [2, 2, 2],
        _ => throw new ArgumentException($"Sub-pixel convolutions enlarge by 2, 3, 4 or 8, not by {scale}."),
    };
}
