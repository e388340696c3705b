using System.Globalization;
using SuperResolution.Datasets;
using SuperResolution.Metrics;
using SuperResolution.Models;
using SuperResolution.Platform;

namespace SuperResolution.Training;

/// <summary>What must be known to make the same weights again, for the metadata of a weights file.</summary>
internal static class Provenance
{
    /// <summary>Scale, network, data, recipe, start, versions and measured rows, as text by key.</summary>
    /// <param name="recipe">How the weights were trained.</param>
    /// <param name="steps">How many updates of the recipe were made.</param>
    /// <param name="pictures">On what.</param>
    /// <param name="start">The weights at step 0.</param>
    /// <param name="tests">Rows measured with the network.</param>
    public static Dictionary<string, string> Of(
        TrainingRecipe recipe, int steps, ImageSet pictures, RunStart start, IEnumerable<EvaluationRow> tests)
    {
        var metadata = new Dictionary<string, string>
        {
            ["scale"] = recipe.Scale.ToString(CultureInfo.InvariantCulture),
            ["network"] = $"{recipe.Network} {recipe.Settings().First().Value}, ×{recipe.Scale}",
            ["data"] = $"{pictures.Name}, {pictures.Count} images{(pictures.Notice.Length > 0 ? "; " + pictures.Notice : "")}",
            ["recipe"] = recipe.ToJson(),
            ["updates"] = steps.ToString(CultureInfo.InvariantCulture),
            [TrainingStage.Key] = TrainingStage.Text([.. start.Stages ?? [], new TrainingStage(recipe.Network, steps)]),
            ["started from"] = start.ToString(),
            ["made with"] = $"SuperResolution {typeof(Provenance).Assembly.GetName().Version?.ToString(3)}, {Compute.Describe()}",
        };
        foreach (var row in tests)
            metadata[$"{row.Set} {row.Protocol}"] =
                string.Create(CultureInfo.InvariantCulture,
                    $"{row.Mean.Psnr:0.000} dB, SSIM {row.Mean.Ssim:0.0000}, {row.Images.Count} " +
                    $"images{(row.Notice.Length > 0 ? "; " + row.Notice : "")}");
        return metadata;
    }
}
