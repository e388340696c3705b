using System.CommandLine;
using SuperResolution.Imaging;
using SuperResolution.Models;
using SuperResolution.Weights;

namespace SuperResolution.Workbench.Commands;

/// <summary>Which upscaler the options --method, --scale and --weights mean.</summary>
internal static class UpscalerChoice
{
    private static readonly int[] scales = [2, 3, 4, 5, 6, 7, 8];

    /// <summary>What --method accepts: networks whose weights ship, and interpolation.</summary>
    public static string[] Methods => [.. Shipped.Select(architecture => architecture.Id), .. Interpolation.All(2).Reverse().Select(Id)];

    /// <summary>The same for <c>--help</c>.</summary>
    public static string MethodNames =>
        string.Join(", ", Shipped.Select(architecture => $"{architecture.Id} ({Scales(architecture)})")
            .Concat(Interpolation.All(2).Reverse().Select(Id)));

    /// <summary>What --weights accepts.</summary>
    public static string Networks => $".safetensors, .pth: {string.Join(", ", Architectures.All)}";

    /// <summary>The option for what some files do not say.</summary>
    public static Option<double?> ResidualScale() =>
        new("--residual-scale")
        {
            Description = "The factor on residuals, of weights that need one and do not say it",
            HelpName = "FACTOR"
        };

    /// <summary>The option for checkpoints that hold several networks.</summary>
    public static Option<string?> Key() =>
        new("--key")
        {
            Description = "Which dictionary of a .pth checkpoint, e.g. params_ema [default: the usual one]",
            HelpName = "NAME"
        };

    /// <param name="method">One of <see cref="Methods"/>; without effect where weights are named.</param>
    /// <param name="scale">Null: what the weights enlarge by, else 2.</param>
    /// <param name="weights">A file, or the name of weights that ship or lie in a data place.</param>
    /// <param name="residualScale">Of weights that need one and do not say it.</param>
    /// <param name="key">Which dictionary of a checkpoint.</param>
    /// <exception cref="BadInputException">There is no such upscaler.</exception>
    public static Upscaler Choose(string method, int? scale, string? weights, double? residualScale = null, string? key = null)
    {
        if (scale is > 8 || scale < (weights is null ? 2 : 1))
            throw new BadInputException($"--scale {scale}: scales go from 2 to 8, and with --weights from 1.");
        if (weights is not null) return NetworkFile.Open(Find(weights), scale, residualScale, key);
        if (Interpolation.All(scale ?? 2).FirstOrDefault(formula => Id(formula) == method) is { } formula) return formula;
        var architecture = Shipped.First(one => one.Id == method);
        var times = scale ?? scales.First(one => TrainedWeights.Of(architecture, one).Count > 0);
        return TrainedWeights.Of(architecture, times) is [var name, ..]
            ? TrainedWeights.Open(name, times)
            : throw new BadInputException(
                $"There are {architecture} weights for {Scales(architecture)}, not for ×{times}. Use --method bicubic, or --weights.");
    }

    /// <summary>The file of weights that a user names: a path, else what lies in a data place, else what ships.</summary>
    /// <exception cref="BadInputException">It is none of these.</exception>
    public static string Find(string weights) => TryFind(weights) ?? throw new BadInputException(
        $"'{weights}' is no file, and nothing of that name lies in the folder 'weights' of a data place, nor ships with the kit. Of " +
        $"these there are: {string.Join(", ", TrainedWeights.Files().Select(Path.GetFileNameWithoutExtension))}.");

    /// <summary>The same, or null.</summary>
    public static string? TryFind(string weights) => File.Exists(weights)
        ? weights
        : ((string[])["", ".safetensors", ".pth"]).Select(extension => ExternalWeights.Find(weights + extension))
            .FirstOrDefault(path => path is not null) ?? TrainedWeights.TryFile(weights);

    private static IEnumerable<Architecture> Shipped =>
        Architectures.All.Where(architecture => scales.Any(scale => TrainedWeights.Of(architecture, scale).Count > 0));

    private static string Scales(Architecture architecture) =>
        string.Join(", ", scales.Where(scale => TrainedWeights.Of(architecture, scale).Count > 0).Select(scale => $"×{scale}"));

    private static string Id(Interpolation formula) => formula.Name.ToLowerInvariant();
}
