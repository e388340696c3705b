namespace SuperResolution.Datasets;

/// <summary>The 91 training images of Yang et al. 2010, on which SRCNN was trained.</summary>
public static class T91
{
    /// <summary>Opens the set. It has to be fetched by hand ('data get T91' says how); else drawn pictures stand in.</summary>
    public static ImageSet Load() => ImageSet.Open("T91");
}
