namespace SuperResolution.Datasets;

/// <summary>The sets on which the papers report their numbers. Nothing of them may be trained on.</summary>
/// <remarks>Where the real files are not found, each of these returns drawn pictures and says so (<see cref="ImageSet.IsSubstitute"/>).</remarks>
public static class Benchmark
{
    /// <summary>Set5 (Bevilacqua et al. 2012): baby, bird, butterfly, head, woman.</summary>
    /// <param name="download">True: fetch it when it is not there.</param>
    public static ImageSet Set5(bool download = false) => ImageSet.Open("Set5", download);

    /// <summary>Set14 (Zeyde et al. 2010): 14 images, <c>bridge</c> is gray.</summary>
    /// <param name="download">True: fetch it when it is not there.</param>
    public static ImageSet Set14(bool download = false) => ImageSet.Open("Set14", download);

    /// <summary>BSD100: the 100 images of BSDS500 <c>val</c> (the test images of the older BSDS300).</summary>
    /// <param name="download">True: fetch it when it is not there.</param>
    public static ImageSet Bsd100(bool download = false) => ImageSet.Open("BSD100", download);

    /// <summary>BSD200: the 200 images of BSDS500 <c>test</c>.</summary>
    /// <param name="download">True: fetch it when it is not there.</param>
    public static ImageSet Bsd200(bool download = false) => ImageSet.Open("BSD200", download);

    /// <summary>Urban100 (Huang et al. 2015): 100 photographs of buildings.</summary>
    /// <param name="download">True: fetch it when it is not there.</param>
    public static ImageSet Urban100(bool download = false) => ImageSet.Open("Urban100", download);
}
