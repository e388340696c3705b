using System.Text.Json;
using System.Text.Json.Serialization;
using SuperResolution.Datasets;
using SuperResolution.Metrics;

namespace SuperResolution.Training;

/// <summary>Measurements as text, for a checkpoint: every score of every picture, to the last bit.</summary>
internal static class ValidationNotes
{
    private static readonly JsonSerializerOptions options = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static string Write(IEnumerable<ValidationPoint> points) => JsonSerializer.Serialize(
        points.Select(point => new Note(
            point.Step, point.IsBest, point.Row.Upscaler, [.. point.Row.Images.Select(image => image.Score.Psnr)],
            [.. point.Row.Images.Select(image => image.Score.Ssim)])), options);

    /// <exception cref="InvalidDataException">The text holds no measurements of this set.</exception>
    public static IReadOnlyList<ValidationPoint> Read(string text, ImageSet set, Protocol protocol)
    {
        try
        {
            var notes = JsonSerializer.Deserialize<Note[]>(text, options) ?? [];
            if (notes.Any(note => note.Psnr.Length != set.Count || note.Ssim.Length != set.Count))
                throw new InvalidDataException($"its measurements are not of {set.Count} pictures");
            return [.. notes.Select(note => new ValidationPoint(note.Step, Row(note, set, protocol), note.Best))];
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"its measurements cannot be read: {error.Message}", error);
        }
    }

    private static EvaluationRow Row(Note note, ImageSet set, Protocol protocol) =>
        new(set.Name, note.Upscaler, protocol, [.. set.Select((item, i) => (item.Name, new Score(note.Psnr[i], note.Ssim[i])))],
            set.Notice);

    private sealed record Note(int Step, bool Best, string Upscaler, double[] Psnr, double[] Ssim);
}
