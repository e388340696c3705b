using SuperResolution.Datasets;
using SuperResolution.Imaging;

namespace SuperResolution.Tests.Datasets;

/// <summary>The folders of each archive, with drawn pictures whose sizes are those that matter: cut or not, and by what.</summary>
public sealed class BenchmarkLayoutTests : IDisposable
{
    private static readonly string[] set5 = ["baby", "bird", "butterfly", "head", "woman"];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private DataFolder Here => new([new DataLocation(folder.Path, DataSource.Cache)], folder.Path);

    private static Picture Drawn(int index, int width, int height) =>
        SyntheticImages.Draw(SyntheticKind.Facade, (ulong)index, width, height);

    /// <summary>The pictures of Set5, 50×38: a multiple of 2 only, so that every way to cut gives another size.</summary>
    private void Hr(Func<string, int, string> path, int multiple = 1)
    {
        for (var i = 0; i < 5; i++) folder.Write(path(set5[i], i + 1), Drawn(i, 50, 38).CropToMultipleOf(multiple).ToPng());
    }

    private void Lr(Func<string, int, string> path, int scale, int multiple)
    {
        for (var i = 0; i < 5; i++)
            folder.Write(path(set5[i], i + 1),
                Resize.Imresize(Drawn(i, 50, 38).CropToMultipleOf(multiple), 1.0 / scale, border: Border.Replicate).ToPng());
    }

    private void AssertHr(string layout, string size, string notice = "")
    {
        var found = BenchmarkLayout.Find(folder.Path, "Set5", 5)!;
        Assert.Equal((layout, 5), (found.Name, found.Hr.Count));
        var set = ImageSet.Open("Set5", folder: Here);
        Assert.Equal(set5, set.Select(item => item.Name));
        Assert.Equal($"{size} RGB", $"{set["butterfly"].Load()}");
        Assert.Equal((notice, false), (set.Notice, set.IsSubstitute));
    }

    private BenchmarkSet AssertPairs(int scale, LrOrigin origin, string layout, string hr)
    {
        var set = BenchmarkSet.Open("Set5", scale, Here);
        Assert.Equal((origin, layout, 5, scale), (set.Origin, set.Layout, set.Count, set.Scale));
        Assert.Equal(set5, set.Select(pair => pair.Name));
        Assert.Equal($"{hr} RGB", $"{set["bird"].Hr.Load()}");
        Assert.All(set, pair => Assert.Equal(
            (pair.Hr.Load().Width, pair.Hr.Load().Height), (scale * pair.Lr.Load().Width, scale * pair.Lr.Load().Height)));
        return set;
    }

    [Fact]
    public void By_hand()
    {
        Hr((name, _) => $"Set5/{name}.png");
        AssertHr("by hand", "50×38");
        var set = AssertPairs(4, LrOrigin.Made, "by hand", "48×36");
        Assert.Equal(Resize.Imresize(Drawn(2, 50, 38).CropToMultipleOf(4), 0.25).Pixels.ToArray(),
            set["butterfly"].Lr.Load().Pixels.ToArray());
        Assert.Equal("Set5 ×4: 5 pairs (Cache, by hand), LR made here with MATLAB's bicubic", $"{set}");
    }

    [Theory, InlineData("original"), InlineData("HR")]
    public void BasicSR_with_the_originals_and_LR_of_the_crops(string hr)
    {
        Hr((name, _) => $"Set5/{hr}/{name}.png");
        Lr((name, _) => $"Set5/LRbicx4/{name}.png", 4, 12);
        AssertHr("BasicSR", "50×38");
        var set = AssertPairs(4, LrOrigin.Files, "BasicSR", "48×36");
        Assert.Equal(folder["Set5/LRbicx4/baby.png"], set["baby"].Lr.Path);
        Assert.EndsWith("LR from files", $"{set}");
        AssertPairs(3, LrOrigin.Made, "BasicSR", "48×36"); // there is no LRbicx3
    }

    [Fact]
    public void BasicSR_with_crops_alone_says_so()
    {
        const string notice = "Set5: The HR pictures are those of GTmod12: cut to multiples of 12, not the originals, so numbers may " +
            "differ from the papers'.";
        Hr((name, _) => $"Set5/GTmod12/{name}.png", 12);
        Lr((name, _) => $"Set5/LRbicx2/{name}.png", 2, 12);
        AssertHr("BasicSR", "48×36", notice);
        Assert.Equal(notice, AssertPairs(2, LrOrigin.Files, "BasicSR", "48×36").Notice);
        Assert.EndsWith("LR from files. " + notice, $"{BenchmarkSet.Open("Set5", 2, Here)}");
    }

    [Fact]
    public void The_originals_are_preferred_to_the_crops()
    {
        Hr((name, _) => $"Set5/GTmod12/{name}.png", 12);
        Hr((name, _) => $"Set5/original/{name}.png");
        AssertHr("BasicSR", "50×38");
        Assert.Equal(folder["Set5/original"], BenchmarkLayout.Find(folder.Path, "Set5", 5)!.Folder);
    }

    [Theory, InlineData(""), InlineData("Set5/")]
    public void Hugging_Face(string parent)
    {
        Hr((name, _) => $"{parent}Set5_HR/{name}.png");
        Lr((name, _) => $"{parent}Set5_LR_x4/{name}.png", 4, 4);
        AssertHr("Hugging Face", "50×38");
        AssertPairs(4, LrOrigin.Files, "Hugging Face", "48×36");
        Assert.Equal(LrOrigin.Files, BenchmarkSet.FromFolder(folder[$"{parent}Set5_HR"], 4).Origin);
    }

    [Theory, InlineData("benchmark/"), InlineData("")]
    public void The_archive_of_EDSR(string parent)
    {
        Hr((name, _) => $"{parent}Set5/HR/{name}.png");
        Lr((name, _) => $"{parent}Set5/LR_bicubic/X3/{name}x3.png", 3, 3);
        AssertHr("EDSR's archive", "50×38");
        var set = AssertPairs(3, LrOrigin.Files, "EDSR's archive", "48×36");
        Assert.Equal("woman", set["woman"].Lr.Name); // the file is womanx3.png
    }

    [Fact]
    public void SelfExSR_has_a_cut_of_its_own_for_each_scale()
    {
        foreach (var scale in new[] { 2, 3, 4 })
        {
            Hr((_, i) => $"Set5/image_SRF_{scale}/img_00{i}_SRF_{scale}_HR.png", scale);
            Lr((_, i) => $"Set5/image_SRF_{scale}/img_00{i}_SRF_{scale}_LR.png", scale, scale);
        }
        AssertHr("SelfExSR", "50×38"); // image_SRF_2 is the catalogue's edition of Set5
        AssertPairs(2, LrOrigin.Files, "SelfExSR", "50×38");
        AssertPairs(3, LrOrigin.Files, "SelfExSR", "48×36");
        var set = AssertPairs(4, LrOrigin.Files, "SelfExSR", "48×36");
        Assert.Equal(folder["Set5/image_SRF_4/img_001_SRF_4_LR.png"], set["baby"].Lr.Path);
        Assert.Equal("", set.Notice);
    }

    [Fact]
    public void SelfExSR_without_the_right_scale_says_what_is_cut()
    {
        Hr((_, i) => $"Set5/image_SRF_4/img_00{i}_SRF_4_HR.png", 4);
        const string notice = "Set5: The HR pictures are those of image_SRF_4: cut to multiples of 4, not the originals, so numbers may " +
            "differ from the papers'.";
        AssertHr("SelfExSR", "48×36", notice);
        Assert.Equal(notice, AssertPairs(3, LrOrigin.Made, "SelfExSR", "48×36").Notice);
        Assert.Equal("", BenchmarkSet.Open("Set5", 4, Here).Notice); // a multiple of 4 is what ×4 asks for
    }

    [Fact]
    public void The_half_size_pictures_of_Urban100_are_never_taken()
    {
        for (var i = 1; i <= 100; i++)
        {
            folder.Write($"Urban100/image_SRF_2/img_{i:000}_SRF_2_HR.png", new Picture(2, 2, 1, new byte[4]).ToPng());
            folder.Write($"Urban100/image_SRF_4/img_{i:000}_SRF_4_HR.png", new Picture(4, 4, 1, new byte[16]).ToPng());
        }
        foreach (var scale in new[] { 2, 4 })
        {
            var set = BenchmarkSet.Open("Urban100", scale, Here);
            Assert.Equal(("4×4 gray", "", LrOrigin.Made), ($"{set["img_007"].Hr.Load()}", set.Notice, set.Origin));
        }
        Assert.Equal("4×4 gray", $"{ImageSet.Open("Urban100", folder: Here)[0].Load()}");
    }

    [Theory, InlineData("BSDS100/original"), InlineData("benchmark/B100/HR"), InlineData("BSD100_HR"), InlineData("BSD100"),
        InlineData("BSDS500/val")]
    public void BSD100_is_known_by_several_names(string home)
    {
        for (var i = 0; i < 100; i++) folder.Write($"{home}/{i:000000}.png", new Picture(1, 1, 1, [(byte)i]).ToPng());
        var set = ImageSet.Open("BSD100", folder: Here);
        Assert.Equal((100, false, 99), (set.Count, set.IsSubstitute, set[99].Load().Pixels[0]));
    }

    [Fact]
    public void A_complete_layout_is_preferred_to_some_other_pictures_in_the_same_folder()
    {
        folder.Write("Set5/contact-sheet.png", Drawn(9, 16, 16).ToPng());
        Hr((name, _) => $"Set5/HR/{name}.png");
        AssertHr("BasicSR", "50×38");
    }

    [Fact]
    public void The_first_place_wins_whatever_its_layout()
    {
        Hr((name, _) => $"a/benchmark/Set5/HR/{name}.png");
        Hr((name, _) => $"b/Set5/{name}.png");
        var both = new DataFolder([new DataLocation(folder["a"], DataSource.Checkout), new DataLocation(folder["b"], DataSource.Cache)],
            folder["b"]);
        Assert.Equal(DataSource.Checkout, ImageSet.Open("Set5", folder: both).Source);
    }

    [Fact]
    public void A_layout_with_pictures_missing_is_an_error_that_names_them()
    {
        Hr((name, _) => $"benchmark/Set5/HR/{name}.png");
        File.Delete(folder["benchmark/Set5/HR/head.png"]);
        Assert.Equal($"Set5: {folder["benchmark/Set5/HR"]} has 4 of 5 images; missing are head.png. Copy the missing files there, or " +
            $"delete {folder["benchmark/Set5/HR"]} and run 'data get Set5'.",
            Assert.Throws<DataSetException>(() => ImageSet.Open("Set5", folder: Here)).Message);
    }

    [Fact]
    public void LR_files_that_are_missing_in_part_are_an_error()
    {
        Hr((name, _) => $"Set5/HR/{name}.png");
        Lr((name, _) => $"Set5/LRbicx4/{name}.png", 4, 4);
        File.Delete(folder["Set5/LRbicx4/bird.png"]);
        File.Delete(folder["Set5/LRbicx4/woman.png"]);
        Assert.Equal($"{folder["Set5/LRbicx4"]} has 3 of 5 LR pictures; missing are bird, woman. Copy them there, or move the others " +
            "away: then LR pictures are made.",
            Assert.Throws<DataSetException>(() => BenchmarkSet.Open("Set5", 4, Here)).Message);
    }

    [Fact]
    public void LR_of_another_scale_is_an_error_that_names_the_pair()
    {
        Hr((name, _) => $"Set5/HR/{name}.png");
        Lr((name, _) => $"Set5/LRbicx4/{name}.png", 2, 2);
        var set = BenchmarkSet.Open("Set5", 4, Here);
        Assert.Equal("Set5, head: LR is 25×19 and HR 50×38, which do not belong together at ×4. Check that both folders are of the " +
            "same archive.",
            Assert.Throws<DataSetException>(() => set["head"].Hr.Load()).Message);
    }

    [Fact]
    public void Without_files_drawn_pairs_stand_in_and_say_so()
    {
        var set = BenchmarkSet.Open("Set14", 3, Here);
        Assert.Equal((14, LrOrigin.Made, "drawn", DataSource.Synthetic), (set.Count, set.Origin, set.Layout, set.Source));
        Assert.StartsWith("SUBSTITUTE for Set14", set.Notice);
        Assert.Equal("80×80 RGB", $"{set[0].Lr.Load()}");
    }

    [Fact]
    public void A_folder_without_pictures_is_an_error_that_lists_the_layouts() =>
        Assert.Equal($"{folder.Path} has no pictures in any known layout. Known are: the pictures themselves, the folders original, HR, " +
            "GTmod12 or image_SRF_4 in it, and a folder called …_HR. Name the one that holds them with ImageSet.FromFolder.",
            Assert.Throws<DataSetException>(() => BenchmarkSet.FromFolder(folder.Path, 4)).Message);

    [Fact]
    public void The_scale_is_checked() =>
        Assert.Contains("The scale is at least 1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => BenchmarkSet.Open("Set5", 0, Here)).Message);
}
