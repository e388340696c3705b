namespace SuperResolution.Datasets;

/// <summary>How large the LR pictures of a <see cref="PairedSet"/> are. The sizes tell the versions of RealSR apart.</summary>
public enum LrSize
{
    /// <summary>As large as HR, only less sharp: RealSR V1 and V2, which differ in their number of scenes alone.</summary>
    SameAsHr,

    /// <summary>Smaller than HR by the scale: RealSR V3.</summary>
    Smaller,
}
