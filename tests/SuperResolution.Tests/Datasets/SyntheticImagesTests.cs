using System.Numerics;
using System.Security.Cryptography;
using SuperResolution.Datasets;
using SuperResolution.Datasets.Synthetic;
using SuperResolution.Imaging;
using SuperResolution.Platform;

namespace SuperResolution.Tests.Datasets;

public sealed class SyntheticImagesTests
{
    private const int Size = 256;

    [Theory] // of the pixels, 256 × 256, seed 1: the same on every platform
    [InlineData(SyntheticKind.DeadLeaves, "899ea471a13a73b21a5a9cae45e40d87ef833d89f01d99fcb7aa23ac87425c51")]
    [InlineData(SyntheticKind.Facade, "0ba6966319c009984186a28ee109816d624a406ef23a40c1f185ebf4760d2663")]
    [InlineData(SyntheticKind.StillLife, "38a8d4b8b502eb78043374340bffe575c031e670515c25b6a471284ea229575b")]
    [InlineData(SyntheticKind.Text, "e3a69863433c2b57228e27331c9bfae1ef964420e3809623ed74b8c7dd6f5968")]
    [InlineData(SyntheticKind.Gratings, "979982e7ec6dd4b108352d1d96fd744f5e576025103184b317ebd381f769628d")]
    [InlineData(SyntheticKind.ZonePlate, "8506e0752d703ac1dd14c9285b1513bee6683f80e57ecd6407bec33af4a42dae")]
    public void A_drawing_is_the_same_to_the_byte_everywhere(SyntheticKind kind, string sha256)
    {
        var picture = SyntheticImages.Draw(kind, 1, Size, Size);
        Assert.Equal((Size, Size, 3), (picture.Width, picture.Height, picture.Channels));
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(picture.Pixels)));
    }

    [Fact]
    public void SplitMix64_gives_the_published_numbers() // reference implementation by S. Vigna, seed 1234567
    {
        var random = new SplitMix64(1234567);
        Assert.Equal([6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL], [random.Next(), random.Next(), random.Next()]);
    }

    [Fact]
    public void The_exact_cosine_is_a_cosine()
    {
        for (var turns = -3.0; turns < 3; turns += 0.0137)
        {
            Assert.Equal(Math.Cos(2 * Math.PI * turns), Exact.Cos(turns), 1e-6);
            Assert.Equal(Math.Sin(2 * Math.PI * turns), Exact.Sin(turns), 1e-6);
        }
    }

    [Fact] // BSDS500 train, measured the same way: −2.31 on average. The ideal of scale invariance is −2.
    public void Dead_leaves_have_the_power_spectrum_of_photographs()
    {
        var slopes = Enumerable.Range(1, 6).Select(seed => SpectralSlope(SyntheticImages.DeadLeaves((ulong)seed, Size, Size))).ToList();
        Assert.InRange(slopes.Average(), -2.6, -2.0);
        Assert.All(slopes, slope => Assert.InRange(slope, -2.9, -1.7));
    }

    [Fact]
    public void A_zone_plate_reaches_Nyquist_at_its_farthest_edge()
    {
        var picture = SyntheticImages.ZonePlate(1, Size, Size).ToGray();
        var middle = Enumerable.Range(0, Size).MaxBy(y => -Alternations(picture, y)); // the row through the centre turns least often
        Assert.InRange(Alternations(picture, middle), Size / 3, Size / 2 + 20);
        Assert.InRange(picture.Pixels.ToArray().Average(p => p), 110, 150);
    }

    [Fact]
    public void Text_has_two_levels_and_little_between()
    {
        var pixels = SyntheticImages.Text(1, Size, Size).ToGray().Pixels.ToArray();
        Assert.InRange(pixels.Count(p => p is > 140 and < 190) / (double)pixels.Length, 0, 0.1);
        Assert.InRange(pixels.Count(p => p > 200) / (double)pixels.Length, 0.5, 0.95);
    }

    [Fact]
    public void Sets_are_lazy_ordered_and_without_repetition()
    {
        var set = SyntheticImages.Set(20, 32, 7);
        Assert.Equal(20, set.Select(i => i.Name).Distinct().Count());
        Assert.Equal("01-deadleaves", set[0].Name);
        Assert.Equal(20, set.Select(i => Convert.ToHexString(i.Load().Pixels)).Distinct().Count());
        Assert.Equal(set[5].Load().Pixels.ToArray(), SyntheticImages.Set(20, 32, 7)[5].Load().Pixels.ToArray());
        Assert.NotEqual(set[5].Load().Pixels.ToArray(), SyntheticImages.Set(20, 32, 8)[5].Load().Pixels.ToArray());
        Assert.Equal((false, DataSource.Synthetic), (set.IsSubstitute, set.Source)); // asked for, so no substitute
    }

    [Theory]
    [InlineData(16, 16)]
    [InlineData(17, 300)]
    [InlineData(640, 21)]
    public void Any_shape_can_be_drawn(int width, int height)
    {
        foreach (var kind in Enum.GetValues<SyntheticKind>())
            Assert.Equal(width * height * 3, SyntheticImages.Draw(kind, 3, width, height).Pixels.Length);
    }

    [Theory]
    [InlineData(15, 64)]
    [InlineData(64, 4097)]
    public void Sizes_out_of_range_are_refused(int width, int height) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticImages.Facade(1, width, height));

    private static int Alternations(Picture picture, int y)
    {
        var count = 0;
        for (var x = 1; x < picture.Width; x++)
            if (picture[x, y, 0] > 127 != picture[x - 1, y, 0] > 127) count++;
        return count;
    }

    /// <summary>Slope of log power over log frequency, radially averaged, 4 … size/3 cycles per picture, with a Hann window.</summary>
    private static double SpectralSlope(Picture picture)
    {
        var gray = picture.ToGray().Pixels.ToArray();
        var mean = gray.Average(p => p);
        var window = Enumerable.Range(0, Size).Select(i => 0.5 - 0.5 * Math.Cos(2 * Math.PI * i / (Size - 1))).ToArray();
        var field = new Complex[Size][];
        for (var y = 0; y < Size; y++)
            field[y] = Transform([.. Enumerable.Range(0, Size)
                .Select(x => new Complex((gray[y * Size + x] - mean) * window[x] * window[y], 0))]);
        double[] sum = new double[Size], count = new double[Size];
        for (var u = 0; u < Size; u++)
        {
            var column = Transform([.. field.Select(row => row[u])]);
            for (var v = 0; v < Size; v++)
            {
                int fu = u < Size / 2 ? u : u - Size, fv = v < Size / 2 ? v : v - Size;
                var radius = (int)Math.Sqrt(fu * fu + fv * fv);
                sum[radius] += column[v].Magnitude * column[v].Magnitude;
                count[radius]++;
            }
        }

        var points = Enumerable.Range(4, Size / 3 - 4).Select(r => (X: Math.Log(r), Y: Math.Log(sum[r] / count[r]))).ToList();
        double mx = points.Average(p => p.X), my = points.Average(p => p.Y);
        return points.Sum(p => (p.X - mx) * (p.Y - my)) / points.Sum(p => (p.X - mx) * (p.X - mx));
    }

    private static Complex[] Transform(Complex[] x)
    {
        if (x.Length == 1) return x;
        Complex[] even = Transform([.. x.Where((_, i) => i % 2 == 0)]), odd = Transform([.. x.Where((_, i) => i % 2 == 1)]);
        var result = new Complex[x.Length];
        for (var k = 0; k < x.Length / 2; k++)
        {
            var turned = Complex.FromPolarCoordinates(1, -2 * Math.PI * k / x.Length) * odd[k];
            (result[k], result[k + x.Length / 2]) = (even[k] + turned, even[k] - turned);
        }

        return result;
    }
}
