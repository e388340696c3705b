namespace SuperResolution.Datasets;

/// <summary>BSDS500 (Arbeláez et al. 2011), 481×321 photographs. Only <see cref="Train"/> is for training.</summary>
/// <remarks>
/// Where the real files are not found, each of these returns drawn pictures and says so (<see cref="ImageSet.IsSubstitute"/>).
/// </remarks>
public static class Bsds500
{
    /// <summary>The 200 training images; with T91 they are the 291 images of the VDSR paper.</summary>
    public static ImageSet Train() => ImageSet.Open("BSDS500/train");

    /// <summary>The 100 validation images: the same pictures as <see cref="Benchmark.Bsd100"/>.</summary>
    public static ImageSet Val() => ImageSet.Open("BSDS500/val");

    /// <summary>The 200 test images: the same pictures as <see cref="Benchmark.Bsd200"/>.</summary>
    public static ImageSet Test() => ImageSet.Open("BSDS500/test");
}
