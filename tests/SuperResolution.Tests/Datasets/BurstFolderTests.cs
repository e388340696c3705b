using CsCheck;
using SuperResolution.Datasets;
using SuperResolution.Imaging;

namespace SuperResolution.Tests.Datasets;

public sealed class BurstFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private void Draw(string path, int width = 24, int height = 18) =>
        folder.Write(path, SyntheticImages.DeadLeaves(1, width, height).ToPng());

    private static string Error(Action open) => Assert.Throws<DataSetException>(open).Message;

    [Fact]
    public void Scenes_and_frames_come_in_the_order_of_their_numbers()
    {
        foreach (var scene in new[] { "scene10", "scene2" })
            foreach (var frame in new[] { "frame10", "frame9", "frame1" }) Draw($"bursts/{scene}/{frame}.png");
        Draw("bursts/scene2/hr.png", 96, 72);
        Draw("bursts/HR/scene10.png", 48, 36);
        var set = BurstFolder.FromFolder(folder["bursts"]);
        Assert.Equal(["scene2", "scene10"], set.Select(burst => burst.Name));
        Assert.All(set, burst => Assert.Equal(["frame1", "frame9", "frame10"], burst.Frames.Select(frame => frame.Name)));
        Assert.Equal([4, 2], set.Select(burst => burst.Scale!.Value));
        Assert.Equal((new PictureInfo(24, 18), "96×72 RGB", "24×18 RGB"),
            (set[0].FrameSize, $"{set[0].Hr!.Load()}", $"{set["SCENE2"].Frames[2].Load()}"));
        Assert.Equal("scene2: 3 frames of 24×18, ground truth ×4", $"{set[0]}");
        Assert.Equal("bursts has no scene 'x'. It has scene2, scene10.", Error(() => _ = set["x"]));
    }

    [Fact]
    public void A_folder_of_frames_is_one_scene()
    {
        Draw("one/2.png");
        Draw("one/1.png");
        Draw("one/HR/whatever.png", 24, 18);
        var set = BurstFolder.FromFolder(folder["one"]);
        Assert.Equal(("one", 2, 1), (set[0].Name, set[0].Frames.Count, set[0].Scale));
        Draw("two/1.png");
        Draw("two/2.png");
        Assert.Equal((null, null), (BurstFolder.FromFolder(folder["two"])[0].Hr, BurstFolder.FromFolder(folder["two"])[0].Scale));
    }

    [Fact]
    public void It_is_found_in_a_data_place()
    {
        Draw("mine/a/1.png");
        Draw("mine/a/2.png");
        var here = new DataFolder([new DataLocation(folder.Path, DataSource.Cache)], folder.Path);
        Assert.Equal("mine: 1 scenes (Cache)", $"{BurstFolder.Open("mine", here)}");
        Assert.Equal("yours was not found. Put the frames of each scene into a folder of its own, and these into the folder named " +
            $"below. Folder: {folder["yours"]}. Looked in: {folder.Path}.", Error(() => BurstFolder.Open("yours", here)));
    }

    [Fact]
    public void Frames_of_different_sizes_are_an_error_that_names_one()
    {
        Draw("b/s/1.png");
        Draw("b/s/2.png");
        Draw("b/s/3.png", 24, 20);
        Assert.Equal($"{folder["b/s"]}: 3.png has 24×20 pixels, 1.png has 24×18. Frames of a burst have one size: cut them, or move the " +
            "odd one away.", Error(() => BurstFolder.FromFolder(folder["b"])));
    }

    [Fact]
    public void A_single_frame_is_no_burst()
    {
        Draw("b/s/1.png");
        Draw("b/s/hr.png", 48, 36);
        Assert.Equal($"{folder["b/s"]} has 1 frame; a burst needs at least two. Copy the others there, or remove the folder.",
            Error(() => BurstFolder.FromFolder(folder["b"])));
        Directory.CreateDirectory(folder["c/empty"]);
        Assert.Equal($"{folder["c"]} has no scenes: neither frames nor folders with frames. Put the frames of each scene into a folder " +
            "of its own there.", Error(() => BurstFolder.FromFolder(folder["c"])));
    }

    [Fact]
    public void Ground_truth_must_be_one_and_fit()
    {
        Draw("b/s/1.png");
        Draw("b/s/2.png");
        Draw("b/s/HR.png", 50, 36);
        Assert.Equal($"{folder["b/s"]}: the ground truth HR.png has 50×36 pixels, which is no whole multiple of the frames' 24×18. Cut " +
            "it to what the frames show.", Error(() => BurstFolder.FromFolder(folder["b"])));
        Draw("b/HR/s.png", 48, 36);
        Assert.Equal($"{folder["b/s"]} has 2 pictures of ground truth: s/HR.png, HR/s.png. Keep one.",
            Error(() => BurstFolder.FromFolder(folder["b"])));
    }

    [Theory]
    [InlineData("frame2", "frame10", -1), InlineData("frame10", "frame2", 1), InlineData("a", "a", 0), InlineData("1", "01", 1),
        InlineData("01b", "1a", 1)]
    [InlineData("a1b2", "a1b10", -1), InlineData("99999999999999999999", "100000000000000000000", -1), InlineData("a", "a1", -1),
        InlineData("x", "1", 1)]
    public void Numbers_in_names_count_by_their_value(string first, string second, int order) =>
        Assert.Equal(order, Math.Sign(NaturalOrder.Instance.Compare(first, second)));

    [Fact]
    public void The_order_is_one()
    {
        var names = Gen.Char["0129ab_"].Array[0, 6].Select(letters => new string(letters));
        Gen.Select(names, names, names).Sample((a, b, c) =>
        {
            int Sign(string x, string y) => Math.Sign(NaturalOrder.Instance.Compare(x, y));
            Assert.Equal(a == b, Sign(a, b) == 0);
            Assert.Equal(Sign(a, b), -Sign(b, a));
            if (Sign(a, b) <= 0 && Sign(b, c) <= 0) Assert.True(Sign(a, c) <= 0, $"{a}, {b}, {c}");
        }, iter: 20_000, threads: 1);
    }
}
