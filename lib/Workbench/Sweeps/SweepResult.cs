using System.Text.Json;

namespace SuperResolution.Workbench.Sweeps;

/// <summary>What a job found out, as it stands in <c>results/JOB.json</c>: the same bytes whoever computed it, wherever.</summary>
/// <param name="Model">Recipe or interpolation.</param>
/// <param name="Seed">Null for a formula.</param>
/// <param name="Rows">One for each scale and set.</param>
/// <param name="Notices">What a reader must be told beside the numbers.</param>
internal sealed record SweepResult(string Model, long? Seed, IReadOnlyList<SweepRow> Rows, IReadOnlyList<string> Notices)
{
    /// <summary>Reads a result.</summary>
    /// <exception cref="BadInputException">It is damaged.</exception>
    public static SweepResult Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<SweepResult>(
                File.ReadAllText(path), ReadableJson.Options) is { Rows: not null, Notices: not null } result ? result
                : throw new JsonException("it is incomplete");
        }
        catch (JsonException error)
        {
            throw new BadInputException($"'{path}' is damaged: {error.Message} Delete it; the job then runs again, without a new " +
                "training where that is done.", error);
        }
    }

    public void Write(string path) => AtomicFile.Write(path, JsonSerializer.Serialize(this, ReadableJson.Options) + "\n");
}

/// <summary>A mean over a set.</summary>
/// <param name="Set">Name of the set.</param>
/// <param name="Scale">2, 3, 4.</param>
/// <param name="Protocol">E.g. "Y601 ×3".</param>
/// <param name="Images">How many.</param>
/// <param name="Psnr">dB.</param>
/// <param name="Ssim">At most 1.</param>
internal sealed record SweepRow(string Set, int Scale, string Protocol, int Images, double Psnr, double Ssim);
