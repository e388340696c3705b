using System.Globalization;
using System.Text.Json;
using SuperResolution.Models;
using SuperResolution.Weights;

namespace SuperResolution.Metrics;

/// <summary>What the metadata of weights that were trained with this kit says of their training.</summary>
/// <param name="Network">"SRCNN", "RRDBNet" …: the first word of the metadata's "network".</param>
/// <param name="Sentence">E.g. "SRResNet 8 blocks × 32 channels, T91 + BSDS500 train, 291 images, 20,000 updates".</param>
/// <param name="Features">What a perceptual loss compared.</param>
internal sealed record TrainingFacts(string Network, string Sentence, VggLayer? Features)
{
    /// <summary>Reads the header of a file.</summary>
    /// <exception cref="WeightsFormatException">It is damaged, or has no "network" in its metadata.</exception>
    public static TrainingFacts Read(string path)
    {
        var metadata = SafetensorsFile.ReadMetadata(path);
        if (!metadata.TryGetValue("network", out var network)) throw new WeightsFormatException(path, "its metadata has no entry 'network', which the kit's trainings write");
        var described = network.Split(", ×")[0]; // the scale stands in a column of its own
        var updates = long.TryParse(metadata.GetValueOrDefault("updates"), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? string.Create(CultureInfo.InvariantCulture, $", {count:N0} updates") : "";
        return new TrainingFacts(network.Split(' ')[0], $"{described}, {metadata.GetValueOrDefault("data", "unknown data")}{updates}", FeaturesOf(metadata.GetValueOrDefault("recipe")));
    }

    private static VggLayer? FeaturesOf(string? recipe)
    {
        if (recipe is null) return null;
        using var json = JsonDocument.Parse(recipe);
        return json.RootElement.TryGetProperty("Features", out var features) && features.ValueKind == JsonValueKind.Object ? features.Deserialize<VggLayer>() : null;
    }
}
