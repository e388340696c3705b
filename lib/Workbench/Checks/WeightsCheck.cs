using System.Globalization;
using SuperResolution.Datasets;
using SuperResolution.Metrics;
using SuperResolution.Weights;

namespace SuperResolution.Workbench.Checks;

/// <summary>Weights that ship load, and give on a drawn picture the PSNR that they gave when they were added.</summary>
internal sealed class WeightsCheck(Func<string, string> file) : ICheck
{
    private const double Tolerance = 0.05; // dB; other processors and GPUs add in another order

    /// <summary>The name of each file, its scale, and its PSNR in dB under Y601 on <see cref="Picture"/>.</summary>
    public static readonly IReadOnlyList<(string Name, int Scale, double Psnr)> Known =
    [
        ("srcnn-9-5-5-x2", 2, 25.70), ("srcnn-9-5-5-x3", 3, 23.01), ("srcnn-9-5-5-x4", 4, 21.91), ("vdsr-20x64", 4, 21.99), ("srresnet-8x32-x4", 4, 21.85), ("msrresnet-16x64-x4", 4, 21.85),
        ("rrdb-3x32-x4", 4, 21.88), ("srgan-8x32-x4", 4, 21.38), ("srgan-phi22-8x32-x4", 4, 21.42), ("esrgan-3x32-x4", 4, 21.39),
        ("losses/srcnn-x2-l2", 2, 25.73), ("losses/srcnn-x2-l1", 2, 25.73), ("losses/srcnn-x2-ms-ssim", 2, 25.56), ("losses/srcnn-x2-mix", 2, 25.57),
    ];

    public WeightsCheck()
        : this(TrainedWeights.File)
    {
    }

    public string Title => "Weights";

    /// <summary>What all of them enlarge.</summary>
    public static Imaging.Picture Picture => SyntheticImages.Facade(7, 96, 96);

    public Task<CheckResult> RunAsync()
    {
        var wrong = Known.Select(Finding).OfType<string>().ToList();
        return Task.FromResult(wrong.Count == 0
            ? CheckResult.Good($"{Known.Count} networks load, and give the known PSNR on a drawn picture")
            : CheckResult.Bad($"{string.Join(" ", wrong)} 'git status' and 'git checkout lib/SuperResolution/Weights/Trained' bring the files back; then build again."));
    }

    /// <summary>PSNR in dB of a file on <see cref="Picture"/>.</summary>
    public static double Measure(string path, int scale) => Protocol.Y601(scale).Evaluate(NetworkFile.Open(path, scale), Picture).Psnr;

    private string? Finding((string Name, int Scale, double Psnr) known)
    {
        try
        {
            var psnr = Measure(file(known.Name), known.Scale);
            return Math.Abs(psnr - known.Psnr) <= Tolerance ? null : string.Create(CultureInfo.InvariantCulture, $"{known.Name} gives {psnr:F2} dB instead of {known.Psnr:F2}.");
        }
        catch (Exception error) when (error is FileNotFoundException || BadInput.Explains(error))
        {
            return error.Message;
        }
    }
}
