namespace SuperResolution.Datasets;

/// <summary>The sets on which the papers report their numbers. Nothing of them may be trained on.</summary>
/// <remarks>
/// Where the real files are not found, each of these returns drawn pictures and says so (<see cref="ImageSet.IsSubstitute"/>).
/// </remarks>
public static class Benchmark
{
    /// <summary>Set5 (Bevilacqua et al. 2012): baby, bird, butterfly, head, woman.</summary>
    public static ImageSet Set5() => ImageSet.Open("Set5");

    /// <summary>Set14 (Zeyde et al. 2010): 14 images, <c>bridge</c> is gray.</summary>
    public static ImageSet Set14() => ImageSet.Open("Set14");

    /// <summary>BSD100: the 100 images of BSDS500 <c>val</c> (the test images of the older BSDS300).</summary>
    public static ImageSet Bsd100() => ImageSet.Open("BSD100");

    /// <summary>BSD200: the 200 images of BSDS500 <c>test</c>.</summary>
    public static ImageSet Bsd200() => ImageSet.Open("BSD200");

    /// <summary>Urban100 (Huang et al. 2015): 100 photographs of buildings.</summary>
    public static ImageSet Urban100() => ImageSet.Open("Urban100");
}
