using SuperResolution.Imaging;

namespace SuperResolution.Workbench.Commands;

/// <summary>The options of <c>evaluate</c>.</summary>
/// <param name="Sets">Sets of the catalogue or folders.</param>
/// <param name="Scales">2, 3, 4 …</param>
internal sealed record EvaluateSettings(IReadOnlyList<string> Sets, IReadOnlyList<int> Scales)
{
    /// <summary>A protocol's name.</summary>
    public string Protocol { get; init; } = "y601";

    /// <summary>Some methods only; empty: all that there are.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Metrics beside PSNR and SSIM.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>Opens weights that take part as well, and says what they were trained on.</summary>
    public Func<int, (Upscaler, string Training)>? Weights { get; init; }

    /// <summary>Folders of pictures that take part as well.</summary>
    public IReadOnlyList<string> Results { get; init; } = [];

    /// <summary>A file for every image's values.</summary>
    public string? Csv { get; init; }

    /// <summary>Folder of results; null: in the user's cache.</summary>
    public string? Cache { get; init; }

    /// <summary>Whether all is computed, and nothing kept.</summary>
    public bool NoCache { get; init; }
}
