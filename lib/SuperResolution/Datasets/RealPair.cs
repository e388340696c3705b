using SuperResolution.Imaging;

namespace SuperResolution.Datasets;

/// <summary>
/// Two photographs of one scene, the sharper one being HR. Sizes come from the files' headers; pixels are read when asked for.
/// </summary>
/// <param name="Name">For example <c>Canon_001</c>; the same at every scale.</param>
/// <param name="Hr">The sharper photograph.</param>
/// <param name="Lr">The other one: as large as HR (V1, V2) or smaller by the scale (V3).</param>
/// <param name="HrSize">Size of HR, as far as LR covers it.</param>
/// <param name="LrSize">Size of LR.</param>
/// <param name="Scale">2, 3 or 4; null in a plain pair of folders whose pictures have the same size.</param>
/// <param name="Camera">Null in a plain pair of folders.</param>
/// <param name="Split">Null in a plain pair of folders.</param>
/// <param name="IsCut">
/// Whether the file of HR has columns or rows at its right or lower edge that LR does not cover: <paramref name="Hr"/> is without them.
/// </param>
public sealed record RealPair(
    string Name, ImageItem Hr, ImageItem Lr, PictureInfo HrSize, PictureInfo LrSize, int? Scale, RealSrCamera? Camera, RealSrSplit? Split,
    bool IsCut = false)
{
    /// <summary>E.g. "Canon_001 ×4 (Test)".</summary>
    public override string ToString() => $"{Name}{(Scale is { } scale ? $" ×{scale}" : "")}{(Split is { } split ? $" ({split})" : "")}";
}

/// <summary>How large the LR pictures of a <see cref="PairedSet"/> are. The sizes tell the versions of RealSR apart.</summary>
public enum LrSize
{
    /// <summary>As large as HR, only less sharp: RealSR V1 and V2, which differ in their number of scenes alone.</summary>
    SameAsHr,

    /// <summary>Smaller than HR by the scale: RealSR V3.</summary>
    Smaller,
}

/// <summary>The cameras of RealSR.</summary>
public enum RealSrCamera
{
    /// <summary>Canon 5D3.</summary>
    Canon,

    /// <summary>Nikon D810.</summary>
    Nikon,
}

/// <summary>The parts of RealSR.</summary>
public enum RealSrSplit
{
    /// <summary>For training.</summary>
    Train,

    /// <summary>For testing only.</summary>
    Test,
}
