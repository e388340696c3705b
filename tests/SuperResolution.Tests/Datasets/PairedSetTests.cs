using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Datasets;

public sealed class PairedSetTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private DataFolder Here => new([new DataLocation(folder.Path, DataSource.Cache)], folder.Path);

    private void Draw(string path, int width, int height) =>
        folder.Write(path, new Picture(width, height, 3, new byte[width * height * 3]).ToPng());

    /// <summary>Two pairs for each camera, split and scale; LR smaller by the scale, or of HR's size.</summary>
    private void Published(string root, bool smaller)
    {
        foreach (var camera in new[] { "Canon", "Nikon" })
            foreach (var split in new[] { "Train", "Test" })
                foreach (var scale in new[] { 2, 3, 4 })
                    foreach (var name in new[] { "010", "002" })
                    {
                        Draw($"{root}/{camera}/{split}/{scale}/{camera}_{name}_HR.png", 72, 60 + (12 * scale));
                        Draw($"{root}/{camera}/{split}/{scale}/{camera}_{name}_LR{scale}.png", smaller ? 72 / scale : 72,
                            (60 + (12 * scale)) / (smaller ? scale : 1));
                    }
    }

    private string Error(Action open) => Assert.Throws<DataSetException>(open).Message;

    [Fact]
    public void V3_opens_in_the_order_of_camera_split_scale_and_name()
    {
        Published("RealSR/RealSR(V3)", smaller: true);
        folder.Write("RealSR/RealSR(V3)/Canon/Train/2/Thumbs.db", [1]);
        var set = PairedSet.Open(folder: Here);
        Assert.Equal((24, LrSize.Smaller, "V3", "RealSR", DataSource.Cache, ""),
            (set.Count, set.LrSize, set.Version, set.Name, set.Source, set.Notice));
        Assert.Equal(["Canon_002 ×2 (Train)", "Canon_010 ×2 (Train)", "Canon_002 ×3 (Train)"], set.Take(3).Select(pair => $"{pair}"));
        Assert.Equal("Nikon_010 ×4 (Test)", $"{set[23]}");
        Assert.Equal((RealSrCamera.Nikon, RealSrSplit.Test, 4), (set[23].Camera, set[23].Split, set[23].Scale));
        Assert.Equal((new PictureInfo(72, 108), new PictureInfo(18, 27)), (set[23].HrSize, set[23].LrSize));
        Assert.Equal("18×27 RGB", $"{set[23].Lr.Load()}");
        Assert.Equal("RealSR: 24 pairs (Cache), LR smaller by the scale", $"{set}");
    }

    [Fact]
    public void One_camera_split_and_scale_can_be_chosen()
    {
        Published("RealSR", smaller: false);
        var set = PairedSet.Open(RealSrCamera.Nikon, RealSrSplit.Test, 3, Here);
        Assert.Equal((2, LrSize.SameAsHr, "V1 or V2"), (set.Count, set.LrSize, set.Version));
        Assert.All(set, pair => Assert.Equal(
            (RealSrCamera.Nikon, RealSrSplit.Test, 3, pair.HrSize), (pair.Camera, pair.Split, pair.Scale, pair.LrSize)));
        Assert.Equal(8, PairedSet.FromFolder(folder["RealSR"], scale: 4).Count);
        Assert.Contains("RealSR has the scales 2, 3 and 4.",
            Assert.Throws<ArgumentOutOfRangeException>(() => PairedSet.Open(scale: 8, folder: Here)).Message);
    }

    [Fact]
    public void A_part_says_what_is_missing()
    {
        Published("RealSR", smaller: true);
        Directory.Delete(folder["RealSR/Nikon/Train"], recursive: true);
        var set = PairedSet.Open(folder: Here);
        Assert.Equal((18, "PART of RealSR: there are no pictures in Nikon/Train/2, Nikon/Train/3, Nikon/Train/4."),
            (set.Count, set.Notice));
        Assert.Equal("", PairedSet.Open(RealSrCamera.Canon, folder: Here).Notice);
        Assert.Equal($"RealSR: {folder["RealSR"]} has no pictures in Nikon/Train/4. Copy them there, or ask for another camera, " +
            "split or scale.",
            Error(() => PairedSet.Open(RealSrCamera.Nikon, RealSrSplit.Train, 4, Here)));
    }

    [Fact]
    public void A_pair_without_its_partner_is_an_error_that_names_it()
    {
        Published("RealSR", smaller: true);
        File.Delete(folder["RealSR/Canon/Test/4/Canon_002_LR4.png"]);
        File.Delete(folder["RealSR/Canon/Test/4/Canon_010_HR.png"]);
        Assert.Equal($"{folder["RealSR/Canon/Test/4"]}: without a partner are Canon_002_HR, Canon_010_LR4. Copy the missing pictures " +
            "there, or move these away.", Error(() => PairedSet.Open(folder: Here)));
        Assert.Equal(12, PairedSet.Open(RealSrCamera.Nikon, folder: Here).Count); // what is not asked for is not looked at
    }

    [Theory, InlineData(24, 36), InlineData(17, 27), InlineData(18, 26), InlineData(72, 107)]
    public void LR_that_fits_no_version_is_an_error_that_names_the_pair(int width, int height)
    {
        Published("RealSR", smaller: true);
        Draw("RealSR/Nikon/Train/4/Nikon_010_LR4.png", width, height); // HR is 72×108
        Assert.Equal($"{folder["RealSR/Nikon/Train/4"]}, Nikon_010: HR is 72×108 and LR {width}×{height}. LR has to be as large or 4 " +
            "times smaller, of HR or of what is left when HR is cut to a multiple; these two do not belong together. Get both files " +
            "again, or name another folder.", Error(() => PairedSet.Open(folder: Here)));
    }

    [Fact]
    public void Versions_must_not_be_mixed()
    {
        Published("RealSR", smaller: true);
        Draw("RealSR/Nikon/Test/2/Nikon_010_LR2.png", 72, 84);
        Assert.Equal($"RealSR: LR is smaller than HR in Canon_002 ×2 (Train) ({folder["RealSR/Canon/Train/2/Canon_002_LR2.png"]}), but " +
            $"not in Nikon_010 ×2 (Test) ({folder["RealSR/Nikon/Test/2/Nikon_010_LR2.png"]}). Versions must not be mixed: keep them in " +
            "folders of their own.",
            Error(() => PairedSet.Open(folder: Here)));
        Published("two/RealSR(V2)", smaller: false);
        Published("two/RealSR(V3)", smaller: true);
        Assert.Equal($"{folder["two"]} has RealSR(V2) and RealSR(V3). Choose one with PairedSet.FromFolder.",
            Error(() => PairedSet.FromFolder(folder["two"])));
        Assert.Equal("V1 or V2", PairedSet.FromFolder(folder["two/RealSR(V2)"]).Version);
    }

    [Fact]
    public void A_damaged_file_is_named()
    {
        Published("RealSR", smaller: true);
        folder.Write("RealSR/Canon/Train/3/Canon_010_HR.png", [1, 2, 3]);
        Assert.Equal($"'{folder["RealSR/Canon/Train/3/Canon_010_HR.png"]}' cannot be read as a picture: it is not a PNG, JPEG, BMP " +
            "or WebP file.", Assert.Throws<PictureFormatException>(() => PairedSet.Open(folder: Here)).Message);
    }

    [Fact]
    public void Two_folders_with_equal_names_are_pairs_as_well()
    {
        foreach (var name in new[] { "b", "a" })
        {
            Draw($"mine/HR/{name}.png", 48, 36);
            Draw($"mine/LR/{name}.png", 16, 12);
        }
        var set = PairedSet.FromFolder(folder["mine"]);
        Assert.Equal(["a", "b"], set.Select(pair => $"{pair}"[..1]));
        Assert.Equal((3, null, null, ""), (set[0].Scale, set[0].Camera, set[0].Split, set.Notice));
        Assert.Equal($"{folder["mine"]} is a plain pair of folders HR and LR: it does not say which camera, split and scale a picture " +
            "belongs to. Open it without these.", Error(() => PairedSet.FromFolder(folder["mine"], scale: 3)));

        Draw("mine/LR/b.png", 17, 12);
        Assert.EndsWith(", b: HR is 48×36 and LR 17×12. LR has to be as large or smaller by a whole number, of HR or of what is left " +
            "when HR is cut to a multiple; these two do not belong together. Get both files again, or name another folder.",
            Error(() => PairedSet.FromFolder(folder["mine"])));
        Draw("mine/LR/c.png", 16, 12);
        Assert.Equal($"{folder["mine"]}: without a partner is c in LR. Copy the missing pictures there, or move these away.",
            Error(() => PairedSet.FromFolder(folder["mine"])));
    }

    [Theory] // LR was made of HR's cut: up to s − 1 columns and rows are left over
    [InlineData(49, 38, 16, 12, 3), InlineData(50, 37, 25, 18, 2), InlineData(51, 39, 12, 9, 4), InlineData(11, 30, 2, 7, 4),
        InlineData(48, 39, 12, 9, 4)]
    public void Uncut_HR_is_cut_to_what_LR_covers(int width, int height, int lrWidth, int lrHeight, int scale)
    {
        Draw("mine/HR/a.png", width, height);
        Draw("mine/LR/a.png", lrWidth, lrHeight);
        var set = PairedSet.FromFolder(folder["mine"]);
        var pair = set[0];
        Assert.Equal((scale, lrWidth * scale, lrHeight * scale, folder["mine/HR/a.png"]),
            (pair.Scale, pair.HrSize.Width, pair.HrSize.Height, pair.Hr.Path));
        Assert.Equal(Picture.Load(folder["mine/HR/a.png"]).Crop(0, 0, lrWidth * scale, lrHeight * scale).Pixels.ToArray(),
            pair.Hr.Load().Pixels.ToArray());
        Assert.Equal((lrWidth * scale, lrHeight * scale), pair.Hr.Size);
        Assert.Equal("HR is cut at its right and lower edge to what LR covers in 1 of 1 pairs.", set.Notice);
    }

    [Theory] // a whole multiple more, larger LR, sides that disagree
    [InlineData(48, 36, 15, 12), InlineData(48, 36, 16, 11), InlineData(16, 12, 17, 12), InlineData(16, 12, 32, 24),
        InlineData(49, 37, 48, 36)]
    public void Pictures_that_do_not_belong_together_are_refused(int width, int height, int lrWidth, int lrHeight)
    {
        Draw("mine/HR/a.png", width, height);
        Draw("mine/LR/a.png", lrWidth, lrHeight);
        Assert.Contains("do not belong together", Error(() => PairedSet.FromFolder(folder["mine"])));
    }

    [Fact]
    public void The_uncut_pairs_of_others_open()
    {
        var set = PairedSet.FromFolder(Shared.Path("cases", "pairs", "uncut"));
        Assert.Equal(2, set.Count);
        Assert.All(set, pair => Assert.Equal(
            (pair.Lr.Load().Width * pair.Scale, pair.Lr.Load().Height * pair.Scale), (pair.Hr.Load().Width, pair.Hr.Load().Height)));
        Assert.Contains("HR is cut", set.Notice);
    }

    [Fact]
    public void What_is_not_there_is_answered_with_how_to_get_it()
    {
        var error = Error(() => PairedSet.Open(folder: Here));
        Assert.StartsWith("RealSR was not found. ", error);
        Assert.EndsWith($" Folder: {folder["RealSR"]}. Looked in: {folder.Path}.", error);
        Assert.Contains("csjcai/RealSR", error);
        Assert.Equal($"There is no folder {folder["x"]}. Check the path.", Error(() => PairedSet.FromFolder(folder["x"])));
        Directory.CreateDirectory(folder["y"]);
        Assert.Equal($"{folder["y"]} is neither RealSR (folders Canon and Nikon, or one called RealSR(V3) that has them) nor a pair of " +
            "folders HR and LR. Name another folder.", Error(() => PairedSet.FromFolder(folder["y"])));
        Directory.CreateDirectory(folder["y/HR"]);
        Directory.CreateDirectory(folder["y/LR"]);
        Assert.Equal($"{folder["y"]}: the folders HR and LR have no pictures. Copy some there.",
            Error(() => PairedSet.FromFolder(folder["y"])));
    }

    [Fact]
    public void The_whole_set_is_preferred_to_a_sample()
    {
        Draw("RealSR-sample/HR/a.png", 20, 20);
        Draw("RealSR-sample/LR/a.png", 20, 20);
        Assert.Equal("SAMPLE of RealSR: 1 pair. Numbers made with it cannot be compared with any paper.",
            PairedSet.Open(folder: Here).Notice);
        Published("RealSR", smaller: true);
        Assert.Equal("", PairedSet.Open(folder: Here).Notice);
    }

    [Fact]
    public void The_real_sample_opens_as_a_sample()
    {
        var set = PairedSet.FromFolder(Shared.Path("datasets", "RealSR-sample"));
        Assert.Equal((2, "V1 or V2", "SAMPLE of RealSR: 2 pairs. Numbers made with it cannot be compared with any paper."),
            (set.Count, set.Version, set.Notice));
        Assert.Equal([("cam1_02", new PictureInfo(1200, 1000)), ("cam1_09", new PictureInfo(1500, 1600))],
            set.Select(pair => (pair.Name, pair.HrSize)));
        Assert.All(set, pair => Assert.Equal(pair.HrSize, pair.LrSize));
        Assert.Equal("1200×1000 RGB", $"{set[0].Lr.Load()}");
    }
}
