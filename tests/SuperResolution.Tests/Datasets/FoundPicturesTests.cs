using SuperResolution.Datasets;
using SuperResolution.Imaging;

namespace SuperResolution.Tests.Datasets;

public sealed class FoundPicturesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private DataFolder Here => new([new DataLocation(folder.Path, DataSource.Cache)], folder.Path);

    private void Draw(string path, int width = 8, int height = 8) =>
        folder.Write(path, new Picture(width, height, 1, new byte[width * height]).ToPng());

    [Fact]
    public void Of_what_is_not_there_there_are_no_pictures() =>
        Assert.All(Catalogue.Default.Sets, set => Assert.Empty(FoundPictures.Of(set, Here)));

    [Fact]
    public void Each_loader_s_pictures_are_found()
    {
        foreach (var name in new[] { "a", "b" }) Draw($"RealSR-sample/HR/{name}.png");
        foreach (var name in new[] { "a", "b" }) Draw($"RealSR-sample/LR/{name}.png");
        Draw("CelebA-sample/000001.png", 178, 218);
        foreach (var name in new[] { "A0001", "A0001_00_00", "A0001_00_01", "A0002_00_00" }) Draw($"PIPAL/any/{name}.png");
        Draw("SR-RAW/train/00001/00001.JPG");
        foreach (var name in new[] { "1", "2", "3", "4", "5" }) Draw($"benchmark/Set5/HR/{name}.png");
        foreach (var i in Enumerable.Range(0, 100)) Draw($"BSDS500/val/{i}.png");
        string[] Names(string set) => [.. FoundPictures.Of(Catalogue.Default[set], Here).Select(item => item.Name)];
        Assert.Equal(["a", "a", "b", "b"], Names("RealSR"));
        Assert.Equal(["000001"], Names("CelebA"));
        Assert.Equal(["A0001_00_00", "A0001_00_01"], Names("PIPAL"));
        Assert.Equal(["00001"], Names("SR-RAW"));
        Assert.Equal(["1", "2", "3", "4", "5"], Names("Set5"));
        Assert.Equal(100, Names("BSD100").Length);
        Assert.Empty(Names("BSDS500")); // two of its three splits are missing
    }

    [Fact]
    public void An_incomplete_set_is_an_error()
    {
        Draw("Set5/baby.png");
        Assert.StartsWith("Set5: ", Assert.Throws<DataSetException>(() => FoundPictures.Of(Catalogue.Default["Set5"], Here)).Message);
    }
}
