using System.Globalization;
using System.Text.Json;
using SuperResolution.Datasets;
using SuperResolution.Metrics;
using SuperResolution.Weights;

namespace SuperResolution.Workbench.Checks;

/// <summary>Weights that ship load, and give on a drawn picture the PSNR that they gave when they were added.</summary>
internal sealed class WeightsCheck(Func<string, string> file) : ICheck
{
    private const double Tolerance = 0.05; // dB; other processors and GPUs add in another order

    /// <summary>
    /// The name of each file, its scale, and its PSNR in dB under Y601 on <see cref="Picture"/>: the data file <c>known.json</c> beside
    /// the weights.
    /// </summary>
    public static readonly IReadOnlyList<(string Name, int Scale, double Psnr)> Known =
        [.. JsonSerializer.Deserialize<Entry[]>(File.ReadAllText(TrainedWeights.KnownFile), JsonSerializerOptions.Web)!.Select(
            entry => (entry.Name, entry.Scale, entry.Psnr))];

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
            : CheckResult.Bad($"{string.Join(" ", wrong)} 'git status' and 'git checkout lib/SuperResolution/Weights/Trained' bring the " +
                "files back; then build again."));
    }

    /// <summary>PSNR in dB of a file on <see cref="Picture"/>.</summary>
    public static double Measure(string path, int scale) => Protocol.Y601(scale).Evaluate(NetworkFile.Open(path, scale), Picture).Psnr;

    private string? Finding((string Name, int Scale, double Psnr) known)
    {
        try
        {
            var psnr = Measure(file(known.Name), known.Scale);
            return Math.Abs(psnr - known.Psnr) <= Tolerance ? null
                : string.Create(CultureInfo.InvariantCulture, $"{known.Name} gives {psnr:F2} dB instead of {known.Psnr:F2}.");
        }
        catch (Exception error) when (error is FileNotFoundException || BadInput.Explains(error))
        {
            return error.Message;
        }
    }

    private sealed record Entry(string Name, int Scale, double Psnr);
}
