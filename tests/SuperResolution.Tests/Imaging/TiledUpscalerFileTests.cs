using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Tests.Imaging.Fuzzing;
using SuperResolution.Tests.Support;
using SuperResolution.Weights;

namespace SuperResolution.Tests.Imaging;

public sealed class TiledUpscalerFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory, InlineData("a.png"), InlineData("a.jpg"), InlineData("a.bmp"), InlineData("a.webp")]
    public void From_file_to_file_gives_the_pixels_of_the_picture_in_memory(string name)
    {
        SyntheticImages.DeadLeaves(1, 90, 70).Save(folder[name]);
        foreach (var upscaler in (Upscaler[])[Interpolation.Bicubic(4), TrainedWeights.Open("srcnn-9-5-5-x2")])
        {
            var tiled = new TiledUpscaler(upscaler, 24);
            var told = new List<int>();
            tiled.UpscaleFile(folder[name], folder["large.png"], (done, all) => told.Add(all - done));
            Assert.Equal(tiled.Upscale(Picture.Load(folder[name])).Pixels, Picture.Load(folder["large.png"]).Pixels);
            Assert.Equal(Enumerable.Range(0, 12).Reverse(), told);
        }
    }

    [Fact] // what notebook 15 leaves to its reader
    public void Bands_with_16_rows_more_above_and_below_shrink_to_the_bytes_of_the_whole()
    {
        var hr = SyntheticImages.DeadLeaves(2, 96, 400);
        var whole = Resize.Imresize(hr, 0.25);
        using var reader = PictureReader.Of(hr);
        for (var y = 0; y < 400; y += 128)
        {
            var (top, bottom) = (Math.Max(0, y - 16), Math.Min(400, y + 128 + 16));
            var (band, rows) = (Resize.Imresize(reader.Read(0, top, 96, bottom - top), 0.25), Math.Min(128, 400 - y) / 4);
            Assert.Equal(whole.Crop(0, y / 4, 24, rows).Pixels, band.Crop(0, (y - top) / 4, 24, rows).Pixels);
        }
    }

    [Fact]
    public void Gray_stays_gray()
    {
        SyntheticImages.Gratings(1, 40, 30).ToGray().Save(folder["a.png"]);
        new TiledUpscaler(Interpolation.Nearest(3), 16).UpscaleFile(folder["a.png"], folder["b.PNG"]);
        Assert.Equal("120×90 gray", Picture.Load(folder["b.PNG"]).ToString());
    }

    [Fact]
    public void Cancelling_leaves_nothing_behind()
    {
        SyntheticImages.Gratings(1, 40, 30).Save(folder["a.png"]);
        using var cancel = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(
            () => new TiledUpscaler(Interpolation.Nearest(2), 16)
            .UpscaleFile(folder["a.png"], folder["b.png"], (done, _) => { if (done == 4) cancel.Cancel(); }, cancel.Token));
        Assert.Equal([folder["a.png"]], Directory.GetFiles(folder.FullName));
    }

    [Fact]
    public void What_cannot_be_done_is_said_before()
    {
        var tiled = new TiledUpscaler(Interpolation.Nearest(2), 16);
        File.WriteAllBytes(folder["alpha.png"], SoundFiles.Png(6, 8, 20, 20, false, false).ToFile());
        Assert.Contains("as .png only",
            Assert.Throws<ArgumentException>(() => tiled.UpscaleFile(folder["alpha.png"], folder["b.jpg"])).Message);
        Assert.Contains("has an alpha channel",
            Assert.Throws<ArgumentException>(() => tiled.UpscaleFile(folder["alpha.png"], folder["b.png"])).Message);
        Assert.Throws<FileNotFoundException>(() => tiled.UpscaleFile(folder["none.png"], folder["b.png"]));
        Assert.Single(Directory.GetFiles(folder.FullName));
    }
}
