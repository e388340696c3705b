using SuperResolution.Imaging;
using static TorchSharp.torch;

namespace SuperResolution.Metrics;

/// <summary>What the full-reference metrics do to pictures first: checks, gray, averaging.</summary>
internal static class MetricInput
{
    /// <summary>Both pictures as float64 tensors (1, 1, H, W) in 0…255: rgb2gray rounded to 8 bit. The caller's scope owns them.</summary>
    public static (Tensor Reference, Tensor Distorted) Gray(Picture reference, Picture distorted, string metric, int least)
    {
        SameSize.Require(reference, distorted);
        RequireSides(reference.Width, reference.Height, metric, least);
        return (Samples(reference.ToGray()), Samples(distorted.ToGray()));
    }

    /// <summary>
    /// Both tensors (N, 1 or 3, H, W) in [0, 1] as float64 (N, 1, H, W) in 0…255 on their device: rgb2gray without rounding.
    /// </summary>
    public static (Tensor Reference, Tensor Distorted) Gray(Tensor reference, Tensor distorted, string metric, int least)
    {
        RequireColours(reference, distorted, metric, least);
        return (Gray(reference), Gray(distorted));
    }

    /// <summary>Refuses tensors of different or unusable shape.</summary>
    public static void RequireColours(Tensor reference, Tensor distorted, string metric, int least)
    {
        SameSize.Require(reference, distorted);
        if (reference.size(1) is not (1 or 3))
            throw new ArgumentException($"{metric} needs tensors (N, C, H, W) with C = 1 (gray) or 3 (RGB), not " +
                $"({string.Join(", ", reference.shape)}).");
        RequireSides(reference.size(3), reference.size(2), metric, least);
    }

    /// <summary>Refuses pictures that are too small for the metric's windows.</summary>
    public static void RequireSides(long width, long height, string metric, int least)
    {
        if (Math.Min(width, height) < least)
            throw new ArgumentException($"{metric} needs at least {least}×{least} pixels, the pictures have {width}×{height}. Compare " +
                "larger parts, or take a metric with smaller windows such as SSIM or GMSD.");
    }

    /// <summary>The samples as float64 (1, C, H, W) in 0…255.</summary>
    public static Tensor Samples(Picture picture)
    {
        using var unit = picture.ToTensor();
        using var wide = unit.to(float64);
        return (wide * 255).round(); // 255 · (k / 255) in float32 is k but for rounding
    }

    private static Tensor Gray(Tensor rgb)
    {
        using var scope = NewDisposeScope();
        var samples = rgb.detach().to(float64) * 255;
        if (samples.size(1) == 1) return samples.MoveToOuterDisposeScope();
        var weights = tensor(ColorSpace.Rgb2Gray.ToArray(), device: samples.device).view(1, 3, 1, 1);
        return (samples * weights).sum(1, keepdim: true).MoveToOuterDisposeScope();
    }

    /// <summary>MATLAB's <c>conv2(x, ones(f)/f², 'same')</c> at every f-th pixel: means of f×f blocks, zeros beyond the border.</summary>
    public static Tensor Average(Tensor image, int factor)
    {
        if (factor == 1) return image.alias();
        var (before, after) = (factor - 1 - (factor / 2), factor / 2);
        using var padded = nn.functional.pad(image, [before, after, before, after]);
        return nn.functional.avg_pool2d(padded, factor, factor);
    }
}
