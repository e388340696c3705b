namespace SuperResolution.Datasets;

/// <summary>
/// Weights that others trained, as <c>datasets.json</c> describes them. They lie in the folder <c>weights</c> of a data folder.
/// </summary>
public sealed record CatalogueWeights
{
    /// <summary>The name for <c>data get</c>, for example <c>vgg19-torchvision</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The name of the file.</summary>
    public required string File { get; init; }

    /// <summary>What it is and what it is for, in one sentence.</summary>
    public required string Purpose { get; init; }

    /// <summary>The network of the kit that they fit.</summary>
    public required string Network { get; init; }

    /// <summary>
    /// How the file's keys become the kit's: whose naming it is, or <c>none</c> where they are equal. It is found out by itself.
    /// </summary>
    public required string KeyMap { get; init; }

    /// <summary>The method as papers name it, for weights that take part in comparisons; null for others.</summary>
    public string? Method { get; init; }

    /// <summary>Whose work they are, e.g. "authors'".</summary>
    public string Whose { get; init => field = value ?? ""; } = "";

    /// <summary>How they were trained, as a part of a sentence.</summary>
    public string Training { get; init => field = value ?? ""; } = "";

    /// <summary>What they enlarge by.</summary>
    public IReadOnlyList<int> Scales { get; init => field = value ?? []; } = [];

    /// <summary>Whom to cite.</summary>
    public required string Citation { get; init; }

    /// <summary>The licence in words.</summary>
    public required string Licence { get; init; }

    /// <summary>Whether commercial use is allowed, in words.</summary>
    public required string CommercialUse { get; init; }

    /// <summary>Where to download from, best first; empty where there is no file to download.</summary>
    public IReadOnlyList<CatalogueAddress> Addresses { get; init => field = value ?? []; } = [];

    /// <summary>Where there is no address: what to do.</summary>
    public string? Instructions { get; init; }

    /// <summary>Length in bytes, where a source states it.</summary>
    public long? Bytes { get; init; }

    /// <summary>SHA-256 or its beginning, where a source states it.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The checksum; null where none is published.</summary>
    public Checksum? Checksum => Sha256 is null ? null : Datasets.Checksum.Sha256(Sha256);
}
