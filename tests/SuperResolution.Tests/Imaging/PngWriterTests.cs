using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Imaging;

public class PngWriterTests
{
    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void What_is_written_row_by_row_comes_back(int channels)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(channels);
        foreach (var (width, height) in ((int, int)[])[(1, 1), (3, 50), (300, 7), (200, 200)])
        {
            var samples = new byte[width * height * channels];
            random.NextBytes(samples);
            for (var i = 0; i < samples.Length / 2; i++) samples[i] = (byte)(i / 7); // half smooth, half noise: all filters are chosen
            using (var file = File.Create(folder["a.png"]))
            {
                using var png = new PngWriter(file, width, height, channels);
                png.Write(samples.AsSpan(0, width * channels));
                png.Write([]);
                png.Write(samples.AsSpan(width * channels));
                png.Finish();
            }
            var (colour, alpha) = Picture.LoadWithAlpha(folder["a.png"]);
            Assert.Equal((width, height, channels > 2 ? 3 : 1, channels is 2 or 4),
                (colour.Width, colour.Height, colour.Channels, alpha is not null));
            Assert.Equal(samples, Enumerable.Range(0, width * height)
                .SelectMany(i => alpha is null ? colour.Pixels.Slice(i * channels, channels).ToArray()
                    : [.. colour.Pixels.Slice(i * (channels - 1), channels - 1), alpha.Pixels[i]]));
        }
    }

    [Fact]
    public void Its_files_are_about_as_small_as_those_of_libpng_and_others_read_them()
    {
        var picture = SyntheticImages.DeadLeaves(1, 240, 240);
        using var stream = new MemoryStream();
        using (var png = new PngWriter(stream, 240, 240, 3))
        {
            png.Write(picture.Pixels);
            png.Finish();
        }
        Assert.InRange(stream.Length / (double)picture.ToPng().Length, 0.8, 1.1);
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.png"], stream.ToArray());
        var read = Python.Run("import sys; from PIL import Image; print(Image.open(sys.argv[1]).convert('RGB').tobytes().hex())", "PIL",
            folder["a.png"]);
        Assert.Equal(Convert.ToHexString(picture.Pixels), read.Trim(), ignoreCase: true);
    }

    [Fact]
    public void Rows_that_are_too_many_too_few_or_cut_are_refused()
    {
        using var stream = new MemoryStream();
        using var png = new PngWriter(stream, 4, 2, 3);
        Assert.Contains("rows have 12, and 2 are missing", Assert.Throws<ArgumentException>(() => png.Write(new byte[13])).Message);
        Assert.Throws<ArgumentException>(() => png.Write(new byte[36]));
        png.Write(new byte[12]);
        Assert.Contains("has 1 of 2 rows", Assert.Throws<InvalidOperationException>(png.Finish).Message);
        Assert.Throws<ArgumentException>(() => new PngWriter(stream, 0, 2, 3));
        Assert.Throws<ArgumentException>(() => new PngWriter(stream, 2, 2, 5));
    }
}
