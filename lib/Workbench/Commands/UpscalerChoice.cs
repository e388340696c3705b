using SuperResolution.Imaging;
using SuperResolution.Weights;

namespace SuperResolution.Workbench.Commands;

/// <summary>Which upscaler the options --method, --scale and --weights mean.</summary>
internal static class UpscalerChoice
{
    /// <summary>What --method accepts.</summary>
    public static string[] Methods { get; } = ["srcnn", "bicubic", "bilinear", "nearest"];

    /// <exception cref="BadInputException">There is no such upscaler.</exception>
    public static Upscaler Choose(string method, int scale, string? weights) => (method, scale) switch
    {
        (_, < 2 or > 8) => throw new BadInputException($"--scale {scale}: scales go from 2 to 8."),
        ("srcnn", _) when weights is not null => TrainedWeights.SrcnnFrom(weights, scale, "SRCNN"),
        ("srcnn", > 4) => throw new BadInputException($"There are SRCNN weights for ×2, ×3 and ×4, not for ×{scale}. Use --method bicubic, or --weights."),
        ("srcnn", _) => TrainedWeights.Srcnn(scale),
        ("bilinear", _) => Interpolation.Bilinear(scale),
        ("nearest", _) => Interpolation.Nearest(scale),
        _ => Interpolation.Bicubic(scale),
    };
}
