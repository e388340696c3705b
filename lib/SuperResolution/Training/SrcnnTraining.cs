using System.Globalization;
using SuperResolution.Datasets;
using SuperResolution.Metrics;
using SuperResolution.Models;
using SuperResolution.Platform;
using TorchSharp;
using static TorchSharp.torch;

namespace SuperResolution.Training;

/// <summary>The kit's SRCNN training as notebooks and the command line start it.</summary>
public static class SrcnnTraining
{
    /// <summary>The training pictures: T91 and the training part of BSDS500, the 291 images of the VDSR paper; none of them is in a test set.</summary>
    public static ImageSet Pictures() => ImageSet.Join("T91 + BSDS500 train", T91.Load(), Bsds500.Train());

    /// <summary>A network with first values from the recipe's seed (<see cref="Initialization.PassThrough"/>), on the kit's device.</summary>
    public static Srcnn NewNetwork(SrcnnShape shape, TrainingRecipe recipe)
    {
        var device = Compute.Device; // also sets threads and the allocator, before anything large is made
        using var generator = new Generator((ulong)recipe.Seed);
        var network = new Srcnn(shape);
        Initialization.PassThrough(network, generator);
        return network.to(device);
    }

    /// <summary>Patches for a network's shape and a recipe.</summary>
    public static LumaPatches Patches(ImageSet pictures, int scale, SrcnnShape shape, TrainingRecipe recipe) =>
        new(pictures.Select(item => item.Load()), scale, recipe.Patch, shape.Margin, recipe.Batch, recipe.Seed);

    /// <summary>What must be known to make the same weights again, for the metadata of a weights file.</summary>
    /// <param name="network">The trained network.</param>
    /// <param name="scale">Its scale.</param>
    /// <param name="recipe">How it was trained.</param>
    /// <param name="pictures">On what.</param>
    /// <param name="startedFrom">The weights at step 0, or how they were drawn.</param>
    /// <param name="tests">Rows measured with the network.</param>
    public static Dictionary<string, string> Provenance(Srcnn network, int scale, TrainingRecipe recipe, ImageSet pictures, string startedFrom, IEnumerable<EvaluationRow> tests)
    {
        var metadata = new Dictionary<string, string>
        {
            ["scale"] = scale.ToString(CultureInfo.InvariantCulture),
            ["network"] = $"SRCNN {network.Shape}, ×{scale}",
            ["input"] = "luma (BT.601, 16…235) in [0, 1], upscaled with MATLAB's bicubic; edge repeated in front of every layer",
            ["data"] = $"{pictures.Name}, {pictures.Count} images{(pictures.IsSubstitute ? "; " + pictures.Notice : "")}",
            ["recipe"] = recipe.ToJson(),
            ["started from"] = startedFrom,
            ["made with"] = $"SuperResolution {typeof(Srcnn).Assembly.GetName().Version?.ToString(3)}, {Compute.Describe()}",
        };
        foreach (var row in tests)
            metadata[$"{row.Set} {row.Protocol}"] = string.Create(CultureInfo.InvariantCulture, $"{row.Mean.Psnr:0.000} dB, SSIM {row.Mean.Ssim:0.0000}, {row.Images.Count} images{(row.Notice.Length > 0 ? "; " + row.Notice : "")}");
        return metadata;
    }

    /// <summary>Mean PSNR of a network on a set under Y601, in dB.</summary>
    public static double Validate(Srcnn network, int scale, ImageSet set) =>
        Evaluation.Run([new LumaUpscaler(network, scale)], [set], Protocol.Y601)[0].Mean.Psnr;
}
