namespace SuperResolution.Workbench.Commands;

/// <summary>The options of <c>upscale</c> beside the upscaler itself.</summary>
internal sealed record UpscaleSettings
{
    /// <summary>Folder of the results; null: beside each picture or folder.</summary>
    public string? Out { get; init; }

    /// <summary>png, jpg or webp.</summary>
    public string Format { get; init; } = "png";

    /// <summary>1…100; null: 95. PNG has none.</summary>
    public int? Quality { get; init; }

    /// <summary>Tile side in LR pixels; 0: the whole picture at once; null: tiles for large pictures.</summary>
    public int? Tile { get; init; }

    /// <summary>LR pixels around each tile; null: as far as the upscaler sees.</summary>
    public int? Overlap { get; init; }

    /// <summary>Average over the eight symmetries of the square.</summary>
    public bool Ensemble { get; init; }

    /// <summary>Replace files that are there already.</summary>
    public bool Overwrite { get; init; }

    /// <exception cref="BadInputException">A value is out of range, or two do not go together.</exception>
    public UpscaleSettings Checked() => this switch
    {
        { Quality: < 1 or > 100 } => throw new BadInputException($"--quality {Quality}: it goes from 1 to 100."),
        { Quality: not null, Format: "png" } =>
            throw new BadInputException("--quality belongs to --format jpg or webp: PNG is always exact."),
        { Tile: < 0 } => throw new BadInputException($"--tile {Tile}: a tile side in LR pixels, or 0 for the whole picture at once."),
        { Overlap: < 0 } => throw new BadInputException($"--overlap {Overlap}: it cannot be negative."),
        { Overlap: not null, Tile: 0 } => throw new BadInputException("--overlap belongs to tiles; --tile 0 makes none."),
        _ => this with { Out = OutFolder.Of(Out, "results go into a folder, as NAME-xN or with the names that they had in theirs") },
    };
}
