using System.Globalization;
using System.Text.Json;
using SuperResolution.Weights;

namespace SuperResolution.Training;

/// <summary>One of the trainings that made a file of weights, each going on from the one before.</summary>
/// <param name="Network">What was trained, e.g. "SRResNet" before "SRGAN".</param>
/// <param name="Updates">Updates of its weights.</param>
internal sealed record TrainingStage(string Network, long Updates)
{
    /// <summary>The entry of a weights file's metadata.</summary>
    public const string Key = "stages";

    /// <summary>The stages of a file, the last one last; none where it does not tell.</summary>
    /// <param name="metadata">Of a file that a training wrote; files of before have only the last one's updates.</param>
    /// <exception cref="InvalidDataException">The entry is damaged.</exception>
    public static IReadOnlyList<TrainingStage> Of(IReadOnlyDictionary<string, string> metadata)
    {
        try
        {
            if (metadata.TryGetValue(Key, out var text))
                return JsonSerializer.Deserialize<TrainingStage[]>(text, JsonSerializerOptions.Web) ?? [];
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"its stages of training cannot be read: {error.Message}", error);
        }
        return metadata.TryGetValue("network", out var network)
            && long.TryParse(metadata.GetValueOrDefault("updates"), NumberStyles.None, CultureInfo.InvariantCulture, out var updates)
            ? [new TrainingStage(network.Split(' ')[0], updates)] : [];
    }

    /// <summary>The stages of a file; none for files of others.</summary>
    public static IReadOnlyList<TrainingStage> OfFile(string path)
    {
        using var file = WeightsFile.Open(path);
        return Of(file.Metadata);
    }

    /// <summary>For a file's metadata.</summary>
    public static string Text(IEnumerable<TrainingStage> stages) => JsonSerializer.Serialize(stages, JsonSerializerOptions.Web);

    /// <summary>
    /// In words: "10,500 updates", or for another network at the end "2,500 updates after 65,000 of SRResNet"; empty for none.
    /// </summary>
    public static string Describe(IReadOnlyList<TrainingStage> stages)
    {
        if (stages.Count == 0) return "";
        var sums = stages.Reverse().GroupBy(stage => stage.Network)
            .Select(stage => (Network: stage.Key, Updates: stage.Sum(part => part.Updates))).ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{sums[0].Updates:N0} updates")
            + string.Concat(sums.Skip(1).Select(
                sum => string.Create(CultureInfo.InvariantCulture, $" after {sum.Updates:N0} of {sum.Network}")));
    }
}
