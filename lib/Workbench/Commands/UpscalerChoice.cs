using System.CommandLine;
using SuperResolution.Imaging;
using SuperResolution.Models;
using SuperResolution.Weights;

namespace SuperResolution.Workbench.Commands;

/// <summary>Which upscaler the options --method, --scale and --weights mean.</summary>
internal static class UpscalerChoice
{
    /// <summary>What --method accepts.</summary>
    public static string[] Methods { get; } = ["srcnn", "bicubic", "bilinear", "nearest"];

    /// <summary>What --weights accepts.</summary>
    public static string Networks => $".safetensors, .pth: {string.Join(", ", Architectures.All)}";

    /// <summary>The option for what some files do not say.</summary>
    public static Option<double?> ResidualScale() =>
        new("--residual-scale") { Description = "The factor on residuals, of weights that need one and do not say it",
            HelpName = "FACTOR" };

    /// <summary>The option for checkpoints that hold several networks.</summary>
    public static Option<string?> Key() =>
        new("--key") { Description = "Which dictionary of a .pth checkpoint, e.g. params_ema [default: the usual one]",
            HelpName = "NAME" };

    /// <param name="method">One of <see cref="Methods"/>; without effect where weights are named.</param>
    /// <param name="scale">Null: what the weights enlarge by, else 2.</param>
    /// <param name="weights">A file, or the name of weights that ship or lie in a data place.</param>
    /// <param name="residualScale">Of weights that need one and do not say it.</param>
    /// <param name="key">Which dictionary of a checkpoint.</param>
    /// <exception cref="BadInputException">There is no such upscaler.</exception>
    public static Upscaler Choose(string method, int? scale, string? weights, double? residualScale = null, string? key = null) =>
        (method, scale ?? 2) switch
    {
        _ when scale is { } asked && (asked > 8 || asked < (weights is null ? 2 : 1)) => throw new BadInputException($"--scale {scale}: scales go from 2 to 8, and with --weights from 1."),
        _ when weights is not null => NetworkFile.Open(Find(weights), scale, residualScale, key),
        ("srcnn", > 4) => throw new BadInputException($"There are SRCNN weights for ×2, ×3 and ×4, not for ×{scale}. Use --method bicubic, or --weights."),
        ("srcnn", var times) => TrainedWeights.Srcnn(times),
        ("bilinear", var times) => Interpolation.Bilinear(times),
        ("nearest", var times) => Interpolation.Nearest(times),
        (_, var times) => Interpolation.Bicubic(times),
    };

    /// <summary>The file of weights that a user names: a path, else what lies in a data place, else what ships.</summary>
    /// <exception cref="BadInputException">It is none of these.</exception>
    public static string Find(string weights) => TryFind(weights) ?? throw new BadInputException(
        $"'{weights}' is no file, and nothing of that name lies in the folder 'weights' of a data place, nor ships with the kit. Of these there are: {string.Join(", ", TrainedWeights.Files().Select(Path.GetFileNameWithoutExtension))}.");

    /// <summary>The same, or null.</summary>
    public static string? TryFind(string weights) => File.Exists(weights)
        ? weights
        : ((string[])["", ".safetensors", ".pth"]).Select(extension => ExternalWeights.Find(weights + extension))
            .FirstOrDefault(path => path is not null) ?? TrainedWeights.TryFile(weights);
}
