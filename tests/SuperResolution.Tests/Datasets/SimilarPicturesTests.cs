using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Datasets;

public sealed class SimilarPicturesTests
{
    private static ImageSet Set(string name, params (string Name, Picture Picture)[] pictures) =>
        new(name, [.. pictures.Select(p => ImageItem.FromGenerator(p.Name, () => p.Picture))], DataSource.Folder);

    [Fact]
    public void A_copy_is_found_in_another_size_cut_a_little_and_saved_as_JPEG()
    {
        var original = SyntheticImages.StillLife(3, 240, 240);
        var copy = Distortions.Jpeg(Resize.Imresize(original.Crop(3, 2, 232, 232), 0.6), 70);
        var a = Set("a", [("original", original),
            .. Enumerable.Range(10, 12).Select(i => ($"{i}", SyntheticImages.DeadLeaves((ulong)i, 96, 128)))]);
        var b = Set("b", [.. Enumerable.Range(40, 12).Select(i => ($"{i}", SyntheticImages.DeadLeaves((ulong)i, 128, 96))),
            ("copy", copy)]);
        var found = SimilarPictures.Across([a, b], 3);
        Assert.Equal(3, found.Count);
        Assert.Equal(("a", "original", "b", "copy", true),
            (found[0].FirstSet, found[0].First.Name, found[0].SecondSet, found[0].Second.Name, found[0].IsSamePhotograph));
        Assert.All(found.Skip(1), pair => Assert.False(pair.IsSamePhotograph));
        Assert.True(found[0].Coarse >= found[1].Coarse && found[1].Coarse >= found[2].Coarse);
    }

    [Fact]
    public void Pictures_of_one_set_are_not_compared_and_flat_ones_are_like_nothing()
    {
        var picture = SyntheticImages.Facade(1, 64, 64);
        Assert.Empty(SimilarPictures.Across([Set("a", ("x", picture), ("y", picture))]));
        var flat = new Picture(32, 32, 1, new byte[1024]);
        Assert.Equal(0, Assert.Single(SimilarPictures.Across([Set("a", ("x", flat)), Set("b", ("y", flat))])).Fine);
    }

    [Fact] // Set5's woman is a picture of BSDS500's training part, shrunk; Set5's head is Set14's face.
    public void The_classic_sets_share_two_photographs()
    {
        string Folder(params string[] parts) => Shared.Path(["datasets", .. parts]);
        ImageSet[] sets = [ImageSet.FromFolder(Folder("Set5")), ImageSet.FromFolder(Folder("Set14")), ImageSet.FromFolder(Folder("T91")),
            ImageSet.FromFolder(Folder("BSDS500", "train"), "BSDS500/train"),
            ImageSet.FromFolder(Folder("BSDS500", "val"), "BSDS500/val"), ImageSet.FromFolder(Folder("BSDS500", "test"), "BSDS500/test")];
        var found = SimilarPictures.Across(sets, 12);
        Assert.Equal(["Set5 head, Set14 face", "Set5 woman, BSDS500/train 302003"],
            found.Where(pair => pair.IsSamePhotograph).Select(pair => $"{pair}".Split(':')[0]));
        Assert.All(found.Where(pair => pair.IsSamePhotograph), pair => Assert.InRange(pair.Fine, 0.93, 1));
        Assert.All(found.Where(pair => !pair.IsSamePhotograph), pair => Assert.InRange(pair.Fine, -1, 0.45));
    }
}
