using System.Text.Json;
using SuperResolution.Models;
using SuperResolution.Training;
using SuperResolution.Weights;

namespace SuperResolution.Metrics;

/// <summary>What the metadata of weights that were trained with this kit says of their training.</summary>
/// <param name="Network">"SRCNN", "RRDBNet" …: the first word of the metadata's "network".</param>
/// <param name="Sentence">
/// E.g. "SRGAN 8 blocks × 32 channels, on φ2,2 and L1, T91 + BSDS500 train, 291 images, 2,500 updates after 65,000 of SRResNet".
/// </param>
/// <param name="Features">What a perceptual loss compared.</param>
internal sealed record TrainingFacts(string Network, string Sentence, VggLayer? Features)
{
    /// <summary>Reads the header of a file.</summary>
    /// <exception cref="WeightsFormatException">It is damaged, or has no "network" in its metadata.</exception>
    public static TrainingFacts Read(string path)
    {
        var metadata = SafetensorsFile.ReadMetadata(path);
        if (!metadata.TryGetValue("network", out var network))
            throw new WeightsFormatException(path, "its metadata has no entry 'network', which the kit's trainings write");
        var described = network.Split(", ×")[0]; // the scale stands in a column of its own
        var updates = TrainingStage.Describe(TrainingStage.Of(metadata)) is { Length: > 0 } text ? ", " + text : "";
        var (features, hasPixels) = LossOf(metadata.GetValueOrDefault("recipe"));
        var loss = features is null ? "" : $", on {features}{(hasPixels ? " and L1" : "")}";
        return new TrainingFacts(network.Split(' ')[0],
            $"{described}{loss}, {metadata.GetValueOrDefault("data", "unknown data")}{updates}", features);
    }

    private static (VggLayer? Features, bool HasPixels) LossOf(string? recipe)
    {
        if (recipe is null) return (null, false);
        using var json = JsonDocument.Parse(recipe);
        // VDSR's are a number
        if (!json.RootElement.TryGetProperty("Features", out var features) || features.ValueKind != JsonValueKind.Object)
            return (null, false);
        return (features.Deserialize<VggLayer>(),
            json.RootElement.TryGetProperty("PixelWeight", out var weight) && weight.GetDouble() != 0);
    }
}
