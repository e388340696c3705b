using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Metrics;
using SuperResolution.Tests.Support;
using SuperResolution.Weights;

namespace SuperResolution.Tests.Metrics;

public class NiqeTests
{
    private static readonly Lazy<Niqe> niqe = new(() => Niqe.FromFile(Shared.Path("weights", "niqe_pristine.npz")));

    [Theory] // the authors' MATLAB code on four pictures of TID2013 (official.csv); the last three have flat parts, see Niqe's remarks
    [InlineData("I04", 3.65492152353770, 1e-9)]
    [InlineData("I03", 15.7536293917814, 1e-3)]
    [InlineData("I06", 3.23547743716998, 1e-3)]
    [InlineData("I08", 3.18403333858339, 6e-3)]
    public void The_authors_values(string name, double expected, double relative)
    {
        var picture = Picture.Load(Shared.Path("datasets", "IQA-calibration", "dist", name + ".bmp"));
        Assert.Equal(expected, niqe.Value.Metric.Measure(picture, picture), expected * relative);
    }

    [Fact]
    public void What_is_cut_off_does_not_count()
    {
        var picture = Picture.Load(Shared.Path("datasets", "Set5", "bird.png")); // 288×288
        Assert.Equal(niqe.Value.Of(picture.Crop(0, 0, 192, 192)), niqe.Value.Of(picture.Crop(0, 0, 287, 200)));
    }

    [Fact]
    public void Blur_and_noise_are_worse_than_a_photograph()
    {
        var picture = Picture.Load(Shared.Path("datasets", "Set14", "lenna.png"));
        var good = niqe.Value.Of(picture);
        Assert.True(good < niqe.Value.Of(Distortions.GaussianBlur(picture, 2)));
        Assert.True(good < niqe.Value.Of(Distortions.GaussianNoise(picture, 25)));
    }

    [Fact]
    public void Too_small_and_flat_pictures_are_refused()
    {
        Assert.Contains("at least two blocks of 96×96",
            Assert.Throws<ArgumentException>(() => niqe.Value.Of(SyntheticImages.StillLife(1, 191, 191))).Message);
        Assert.Contains("flat", Assert.Throws<ArgumentException>(
            () => niqe.Value.Of(new Picture(300, 300, 1, [.. Enumerable.Repeat((byte)77, 90_000)]))).Message);
    }

    [Fact]
    public void Without_the_model_the_error_says_what_to_get_and_where_to_put_it()
    {
        var message = ExternalWeights.Missing(Catalogue.Default.FindWeights("niqe")!);
        Assert.Contains("niqe_pristine.npz is needed and does not ship with the kit (NIQE's pristine model", message);
        Assert.Contains("'data get niqe' fetches it; or get https://raw.githubusercontent.com/XPixelGroup/BasicSR/", message);
        Assert.Contains(Path.Combine(DataFolder.Current.DownloadTo, "weights", "niqe_pristine.npz"), message);
    }

    [Theory] // scipy 1.10.1: scipy.special.gamma, norm.cdf, norm.ppf
    [InlineData(0.1, 9.513507698668732), InlineData(0.75, 1.2254167024651774), InlineData(5, 24.0), InlineData(15, 87178291200.0)]
    public void Gamma(double x, double expected) => Assert.Equal(1, SpecialFunctions.Gamma(x) / expected, 1e-12);

    [Theory]
    [InlineData(-6, 9.865876450376946e-10), InlineData(-2.9, 0.0018658133003840375), InlineData(0.3, 0.6179114221889526),
        InlineData(4, 0.9999683287581669)]
    public void Normal_distribution(double x, double p)
    {
        Assert.Equal(1, SpecialFunctions.NormalCdf(x) / p, 1e-11);
        Assert.Equal(x, SpecialFunctions.NormalQuantile(p), 1e-9);
    }
}
