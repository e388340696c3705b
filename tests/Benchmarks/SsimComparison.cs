using System.Globalization;
using SuperResolution.Imaging;
using SuperResolution.Metrics;

namespace SuperResolution.Benchmarks;

/// <summary>
/// SSIM and MS-SSIM of one luma picture and its noisy copy, here and by scikit-image's SSIM (it has no MS-SSIM), in turns, one thread
/// each.
/// </summary>
internal static class SsimComparison
{
    private const string Script = """
        import numpy, skimage
        from skimage.metrics import structural_similarity
        def array():
            width, height, samples = picture()
            return numpy.frombuffer(samples, numpy.uint8).reshape(height, width)
        def ssim():
            return structural_similarity(a, b, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=255)
        a, b = array(), array()
        version = f"{skimage.__version__} {ssim():.9f}"
        def run():
            ssim()
        """;

    public static void Run(string python)
    {
        var (picture, name) = TestImage.Load();
        var luma = ColorSpace.Luma(picture);
        var noisy = Distortions.GaussianNoise(luma, 10);
        using var skimage = new PythonProcess(
            python, Script, "scikit-image: install it (Debian: python3-skimage), or name the Python that has it: -- ssim " +
                "/usr/bin/python3", [], luma, noisy);
        var words = skimage.Version.Split(' ');
        Console.WriteLine($"{name}, luma {luma.Width}×{luma.Height}, {Turns.Rounds} rounds in turns, scikit-image {words[0]}, one " +
            $"thread each, {Environment.ProcessorCount} processors; ratios under 1: faster");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"SSIM: {Ssim.Of(luma, noisy):F9} here, {words[1]} there"));
        Turns.Compare("scikit-image", () => Ssim.Of(luma, noisy), count => skimage.Time(count));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"MS-SSIM {MsSsim.Of(luma, noisy):F9} here, against one SSIM there"));
        Turns.Compare("scikit-image", () => MsSsim.Of(luma, noisy), count => skimage.Time(count));
    }
}
