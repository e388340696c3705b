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

    /// <summary>The paper that introduced it: an address or a DOI.</summary>
    public string? Paper { get; init; }

    /// <summary>Number of images in all splits together, the optional ones left out; null where no source states it.</summary>
    public int? Images { get; init; }

    /// <summary>Sizes of the pictures in pixels, in words.</summary>
    public required string Sizes { get; init; }

    /// <summary>Pixels of all pictures together, where they were counted.</summary>
    public long? Pixels { get; init; }

    /// <summary>How its files lie below the set's folder, in words.</summary>
    public required string Layout { get; init; }

    /// <summary>The type that opens it, for example <c>ImageSet</c>.</summary>
    public string Loader { get; init => field = value ?? "ImageSet"; } = "ImageSet";

    /// <summary>
    /// How to get it: <c>git-raw</c>, <c>http</c>, <c>hugging-face</c>, <c>google-drive</c>, <c>manual</c> or <c>same-as</c> (a split of
    /// another set).
    /// </summary>
    public required string Access { get; init; }

    /// <summary>Length of all listed files together in bytes, 0 where none are listed or they belong to another set.</summary>
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

    /// <summary>The archives and files of a set whose pictures are not listed.</summary>
    public IReadOnlyList<CatalogueDownload> Downloads { get; init => field = value ?? []; } = [];

    /// <summary>Every file, in ordinal order within a split; empty for the large sets.</summary>
    public IReadOnlyList<CatalogueFile> Files { get; init => field = value ?? []; } = [];

    /// <summary>The splits that a user means who names the set alone.</summary>
    public IEnumerable<CatalogueSplit> MainSplits => Splits.Where(s => !s.Optional);

    /// <summary>The files of one split.</summary>
    /// <param name="split">One of <see cref="Splits"/>.</param>
    public IEnumerable<CatalogueFile> FilesOf(CatalogueSplit split) =>
        split.Folder.Length == 0 ? Files : Files.Where(f => f.Path.StartsWith(split.Folder + "/", StringComparison.Ordinal));
}

/// <summary>A part of a data set, such as its training images.</summary>
/// <param name="Name">For example <c>train</c>; <c>all</c> where a set has one part.</param>
/// <param name="Folder">Folder below the set's folder; empty for the set's folder itself.</param>
/// <param name="Images">Number of images; null where no source states it.</param>
/// <param name="Optional">True: only fetched and opened when it is asked for by name.</param>
public sealed record CatalogueSplit(string Name, string Folder, int? Images, bool Optional = false);

/// <summary>One file of a data set, as <c>datasets.json</c> describes it.</summary>
/// <param name="Path">Path below the set's folder, with forward slashes.</param>
/// <param name="Bytes">Length in bytes.</param>
/// <param name="Sha256">SHA-256 in lower-case hex.</param>
/// <param name="Remote">Path below the address, where it differs from <paramref name="Path"/>.</param>
/// <param name="Also">SHA-256 of other editions of the same picture that are just as good.</param>
public sealed record CatalogueFile(string Path, long Bytes, string Sha256, string? Remote = null, IReadOnlyList<string>? Also = null)
{
    /// <summary>Path below the address.</summary>
    public string RemotePath => Remote ?? Path;

    /// <summary>SHA-256 of every edition of this file that is accepted, the one of the addresses first.</summary>
    public IEnumerable<string> Editions => [Sha256, .. Also ?? []];

    /// <summary>True when <paramref name="sha256"/> (lower-case hex) belongs to a known edition of this file.</summary>
    /// <param name="sha256">The SHA-256 that a file on disk has.</param>
    public bool Accepts(string sha256) => Editions.Contains(sha256);
}
