using SuperResolution.Datasets;

namespace SuperResolution.Tests.Datasets;

public sealed class SetChecksumsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact] // SHA-256 of "abc": FIPS 180-4, example of the Secure Hash Standard
    public void Files_are_listed_relative_to_the_folder_that_they_share_as_sha256sum_does()
    {
        var sets = new[] { "T91/a.png", "T91/b.png", "BSDS500/train/c.jpg" }.Select(name =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
            File.WriteAllText(folder[name], "abc");
            return ImageItem.FromFile(folder[name]);
        }).ToList();
        const string abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        var checksums = SetChecksums.Of(new ImageSet("both", sets, DataSource.Folder));
        Assert.Equal($"{abc}  T91/a.png\n{abc}  T91/b.png\n{abc}  BSDS500/train/c.jpg\n", checksums.ToString());
        Assert.Equal($"{abc}  a.png\n{abc}  b.png\n", SetChecksums.Of(new ImageSet("one", sets[..2], DataSource.Folder)).ToString());
    }

    [Fact]
    public void One_flipped_bit_and_another_order_change_the_sum_but_another_folder_does_not()
    {
        ImageSet Set(string name, params byte[] contents)
        {
            Directory.CreateDirectory(folder[name]);
            return new ImageSet(name, [.. contents.Select((content, i) =>
            {
                File.WriteAllBytes(folder[$"{name}/{i}.png"], [content]);
                return ImageItem.FromFile(folder[$"{name}/{i}.png"]);
            })], DataSource.Folder);
        }
        var (a, b, flipped, turned) =
            (SetChecksums.Of(Set("a", 1, 2)), SetChecksums.Of(Set("b", 1, 2)), SetChecksums.Of(Set("c", 1, 3)),
                SetChecksums.Of(Set("d", 2, 1)));
        Assert.Equal(a.Sha256, b.Sha256);
        Assert.NotEqual(a.Sha256, flipped.Sha256);
        Assert.NotEqual(a.Sha256, turned.Sha256);
        Assert.Equal(2, a.Shared(turned));
        Assert.Equal(1, a.Shared(flipped));
    }

    [Fact]
    public void Drawn_pictures_are_summed_by_their_pixels()
    {
        static ImageSet Drawn(ulong seed) =>
            new("drawn", [ImageItem.FromGenerator("a", () => SyntheticImages.DeadLeaves(seed, 20, 16))], DataSource.Synthetic);
        Assert.Equal(SetChecksums.Of(Drawn(1)).ToString(), SetChecksums.Of(Drawn(1)).ToString());
        Assert.NotEqual(SetChecksums.Of(Drawn(1)).Sha256, SetChecksums.Of(Drawn(2)).Sha256);
        Assert.EndsWith("  drawn/a\n", SetChecksums.Of(Drawn(1)).ToString());
    }
}
