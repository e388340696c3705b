namespace SuperResolution.Datasets;

/// <summary>A data set as <c>datasets.json</c> describes it.</summary>
/// <remarks>The JSON reader made at compile time passes null for what the file leaves out, hence the init accessors.</remarks>
public sealed record CatalogueSet
{
    /// <summary>The name that papers use, for example <c>Set5</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What the set is for, in one sentence.</summary>
    public required string Purpose { get; init; }

    /// <summary>Whom to cite.</summary>
    public required string Citation { get; init; }

    /// <summary>The licence in words.</summary>
    public required string Licence { get; init; }

    /// <summary>Whether commercial use is allowed, in words.</summary>
    public required string CommercialUse { get; init; }

    /// <summary>Number of images in all splits together.</summary>
    public required int Images { get; init; }

    /// <summary>How to get it: <c>git-raw</c>, <c>manual</c> or <c>same-as</c> (a split of another set).</summary>
    public required string Access { get; init; }

    /// <summary>Length of all files together in bytes, 0 where the files belong to another set.</summary>
    public long Bytes { get; init; }

    /// <summary>What else one has to know.</summary>
    public string? Note { get; init; }

    /// <summary>For <c>same-as</c>: the set that this one is a split of.</summary>
    public string? SameAs { get; init; }

    /// <summary>For <c>same-as</c>: the split of that set.</summary>
    public string? Split { get; init; }

    /// <summary>Name of the set's folder below a data folder.</summary>
    public string Folder { get; init => field = value ?? ""; } = "";

    /// <summary>For <c>manual</c>: what to do.</summary>
    public string? Instructions { get; init; }

    /// <summary>Where to download from, best first.</summary>
    public IReadOnlyList<CatalogueAddress> Addresses { get; init => field = value ?? []; } = [];

    /// <summary>Other places that have it, for people: not used by the program.</summary>
    public IReadOnlyList<string> Elsewhere { get; init => field = value ?? []; } = [];

    /// <summary>The parts of the set.</summary>
    public IReadOnlyList<CatalogueSplit> Splits { get; init => field = value ?? []; } = [];

    /// <summary>Every file, in ordinal order within a split.</summary>
    public IReadOnlyList<CatalogueFile> Files { get; init => field = value ?? []; } = [];

    /// <summary>The files of one split.</summary>
    /// <param name="split">One of <see cref="Splits"/>.</param>
    public IEnumerable<CatalogueFile> FilesOf(CatalogueSplit split) =>
        split.Folder.Length == 0 ? Files : Files.Where(f => f.Path.StartsWith(split.Folder + "/", StringComparison.Ordinal));
}
