using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Datasets;

public sealed class CelebATests : IDisposable
{
    // The header of the published list_attr_celeba.txt.
    private const string Names = "5_o_Clock_Shadow Arched_Eyebrows Attractive Bags_Under_Eyes Bald Bangs Big_Lips Big_Nose Black_Hair " +
        "Blond_Hair Blurry Brown_Hair Bushy_Eyebrows Chubby Double_Chin Eyeglasses Goatee Gray_Hair Heavy_Makeup High_Cheekbones Male " +
        "Mouth_Slightly_Open Mustache Narrow_Eyes No_Beard Oval_Face Pale_Skin Pointy_Nose Receding_Hairline Rosy_Cheeks Sideburns " +
        "Smiling Straight_Hair Wavy_Hair Wearing_Earrings Wearing_Hat Wearing_Lipstick Wearing_Necklace Wearing_Necktie Young";
    private const string LandmarkNames =
        "lefteye_x lefteye_y righteye_x righteye_y nose_x nose_y leftmouth_x leftmouth_y rightmouth_x rightmouth_y";

    private const string Five = "PART of CelebA: list_eval_partition has 5 of 202,599 pictures.";

    private static readonly byte[] face =
        new Picture(178, 218, 1, [.. Enumerable.Range(0, 178 * 218).Select(i => (byte)((i % 178) ^ (i / 178)))]).ToPng();
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private DataFolder Here => new([new DataLocation(folder.Path, DataSource.Cache)], folder.Path);

    private static string Row(params int[] positive) =>
        string.Join(" ", Enumerable.Range(0, 40).Select(i => positive.Contains(i) ? " 1" : "-1"));

    private void Write(string name, params string[] lines) =>
        folder.Write(name, System.Text.Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n"));

    /// <summary>
    /// Five faces: three for training, one for validation, one for testing. The names end in .jpg as published; the pictures are PNG.
    /// </summary>
    private void Whole(string home = "CelebA")
    {
        for (var i = 1; i <= 5; i++) folder.Write($"{home}/img_align_celeba_png/{i:000000}.png", face);
        Write($"{home}/Eval/list_eval_partition.txt", "000001.jpg 0", "000002.jpg 0", "000003.jpg 0", "000004.jpg 1", "000005.jpg 2");
        Write($"{home}/Anno/list_attr_celeba.txt", "5", Names + " ", $"000001.jpg {Row(31, 39)}", $"000002.jpg  {Row()}",
            $"000003.jpg {Row(31)}", $"000004.jpg {Row(20)}", $"000005.jpg {Row(0)}");
        Write($"{home}/Anno/list_landmarks_align_celeba.txt", "5", LandmarkNames,
            "000001.jpg 69  109  106  113   77  142   73  152  108  154", "000002.jpg 69  110  107  112   81  135   70  151  108  153",
            "000003.jpg 76  112  104  106  108  128   74  156   98  158", "000004.jpg 72  113  108  108  101  138   71  155  101  151",
            "000005.jpg 66  114  112  112   86  119   71  147  104  150");
    }

    private static string Error(Action open) => Assert.Throws<DataSetException>(open).Message;

    [Fact]
    public void Faces_come_with_split_attributes_and_landmarks()
    {
        Whole();
        var set = CelebA.Open(folder: Here);
        Assert.Equal((5, Five, DataSource.Cache, 40), (set.Count, set.Notice, set.Source, set.AttributeNames.Count));
        Assert.Empty(set.MissingLabels);
        Assert.Equal(Names.Split(' '), set.AttributeNames);
        Assert.Equal([CelebASplit.Train, CelebASplit.Train, CelebASplit.Train, CelebASplit.Validation, CelebASplit.Test],
            set.Select(f => f.Split!.Value));
        Assert.Equal(["Smiling", "Young"], set[0].Attributes);
        Assert.Empty(set[1].Attributes!);
        Assert.Equal(new FaceLandmarks((69, 109), (106, 113), (77, 142), (73, 152), (108, 154)), set[0].Landmarks);
        Assert.Equal(Math.Sqrt((37 * 37) + 16), set[0].Landmarks!.Value.EyeDistance, 12);
        Assert.Equal(["000001", "000003"], set.With("Smiling").Select(f => f.Name));
        Assert.Equal(["000002", "000004", "000005"], set.With("Smiling", present: false).Select(f => f.Name));
        Assert.Equal("178×218 gray", $"{set[4].Picture.Load()}");
    }

    [Theory, InlineData(CelebASplit.Train, "000001 000002 000003"), InlineData(CelebASplit.Validation, "000004"),
        InlineData(CelebASplit.Test, "000005")]
    public void A_split_has_its_own_faces(CelebASplit split, string names)
    {
        Whole();
        Assert.Equal(names.Split(' '), CelebA.Open(split, Here).Select(f => f.Name));
    }

    [Fact]
    public void The_csv_files_of_Kaggle_are_read_as_well()
    {
        Whole();
        var text = CelebA.Open(folder: Here).Select(f => (f.Split, f.Landmarks, string.Join(' ', f.Attributes!))).ToList();
        foreach (var (file, header) in new[]
        {
            ("Eval/list_eval_partition", "image_id,partition"), ("Anno/list_attr_celeba", "image_id," + Names.Replace(' ', ',')),
            ("Anno/list_landmarks_align_celeba", "image_id," + LandmarkNames.Replace(' ', ',')),
        })
        {
            var lines = File.ReadAllLines(folder[$"CelebA/{file}.txt"]).Where(line => line.Contains(".jpg"))
                .Select(line => string.Join(',', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
            Write($"CelebA/{file}.csv", [header, .. lines]);
            File.Delete(folder[$"CelebA/{file}.txt"]);
        }
        Assert.Equal(text, CelebA.Open(folder: Here).Select(f => (f.Split, f.Landmarks, string.Join(' ', f.Attributes!))));
    }

    [Fact]
    public void Missing_pictures_are_told()
    {
        Whole();
        File.Delete(folder["CelebA/img_align_celeba_png/000002.png"]);
        File.Delete(folder["CelebA/img_align_celeba_png/000005.png"]);
        Assert.Equal("PART of CelebA: 3 of 5 pictures; missing are 000002, 000005. " + Five, CelebA.Open(folder: Here).Notice);
        Assert.Equal("PART of CelebA: 2 of 3 pictures; missing are 000002. " + Five, CelebA.Open(CelebASplit.Train, Here).Notice);
        Assert.Equal(Five, CelebA.Open(CelebASplit.Validation, Here).Notice);
        Assert.Equal($"CelebA: {folder["CelebA"]} has no picture of the split Test. Copy some there, or open another split.",
            Error(() => CelebA.Open(CelebASplit.Test, Here)));
    }

    [Fact]
    public void Pictures_alone_open_without_splits()
    {
        folder.Write("CelebA-sample/000002.png", face);
        folder.Write("CelebA-sample/000001.png", face);
        var set = CelebA.Open(folder: Here);
        Assert.Equal((2, "SAMPLE of CelebA: 2 of 202,599 faces. Numbers made with it cannot be compared with any paper."),
            (set.Count, set.Notice));
        Assert.Equal(["list_eval_partition.txt", "list_attr_celeba.txt", "list_landmarks_align_celeba.txt"], set.MissingLabels);
        Assert.Equal((null, null, null), (set[0].Split, set[0].Landmarks, set[0].Attributes));
        Assert.Equal($"CelebA: {folder["CelebA-sample"]} has no list_eval_partition.txt, so nobody knows which pictures are the split " +
            "Test. Get the file from where the pictures are from, or open all pictures without a split.",
            Error(() => CelebA.Open(CelebASplit.Test, Here)));
        Assert.Equal("CelebA has no list_attr_celeba.txt, so nothing is known of its faces. Get the file from where the pictures " +
            "are from.", Error(() => set.With("Smiling")));
        Assert.StartsWith("CelebA: 2 faces (Cache), without list_eval_partition.txt, list_attr_celeba.txt, " +
            "list_landmarks_align_celeba.txt. SAMPLE", $"{set}");
    }

    [Fact]
    public void An_unknown_attribute_is_answered_with_those_there_are()
    {
        Whole();
        Assert.StartsWith("CelebA has no attribute 'Happy'. It has 5_o_Clock_Shadow, Arched_Eyebrows, ",
            Error(() => CelebA.Open(folder: Here).With("Happy")));
    }

    [Theory]
    [InlineData("Eval/list_eval_partition.txt", "000001.jpg 0|000002.jpg 3", 2, "'3' is not 0 (train), 1 (validation) or 2 (test)")]
    [InlineData("Eval/list_eval_partition.txt", "000001.jpg", 1, "there are 0 values instead of 1")]
    [InlineData("Eval/list_eval_partition.txt", "000001.jpg 0|000001.jpg 1", 2, "'000001.jpg' is listed twice")]
    [InlineData("Eval/list_eval_partition.txt", "", 1, "there are no pictures")]
    [InlineData("Anno/list_landmarks_align_celeba.txt", "2|" + LandmarkNames + "|000001.jpg 1 2 3 4 5 6 7 8 9 10", 3,
        "the file ends after 1 of 2 pictures")]
    [InlineData("Anno/list_landmarks_align_celeba.txt", LandmarkNames + "|000001.jpg 1 2 3 4 5 6 7 8 9 10", 1,
        "'" + LandmarkNames + "' is not the number of pictures")]
    [InlineData("Anno/list_landmarks_align_celeba.txt", "1|" + LandmarkNames + "|000001.jpg 1 2 3 4 5 6 7 8 9", 3,
        "there are 9 values instead of 10")]
    [InlineData("Anno/list_landmarks_align_celeba.txt", "1|" + LandmarkNames + "|000001.jpg 1 2 3 4 5 6 7 8 9 x", 3,
        "'x' is not a position in pixels")]
    [InlineData("Anno/list_attr_celeba.txt", "1|Smiling Young|000001.jpg 1 1", 2, "there are 2 names of columns instead of 40")]
    public void A_malformed_line_is_named_with_its_number(string file, string lines, int number, string cause)
    {
        Whole();
        Write("CelebA/" + file, lines.Split('|'));
        Assert.Equal($"'{folder["CelebA/" + file]}', line {number}: {cause}. Get the file again.",
            Error(() => CelebA.Open(folder: Here)).Replace('\\', '/'));
    }

    [Fact]
    public void An_attribute_is_1_or_minus_1()
    {
        Whole();
        Write("CelebA/Anno/list_attr_celeba.txt", "1", Names, $"000001.jpg {Row().Replace("-1", "0")}");
        Assert.EndsWith("line 3: '0' is not 1 or -1. Get the file again.", Error(() => CelebA.Open(folder: Here)));
    }

    [Fact]
    public void Pictures_that_are_not_listed_or_not_aligned_are_errors()
    {
        Whole();
        folder.Write("CelebA/img_align_celeba_png/000009.png", face);
        Assert.Equal("CelebA: list_eval_partition does not list 000009. Pictures and label files must be of the same edition.",
            Error(() => CelebA.Open(folder: Here)));

        folder.Write("wild/000001.png", new Picture(409, 687, 1, new byte[409 * 687]).ToPng());
        Assert.Equal($"{folder["wild/000001.png"]} has 409×687 pixels; the aligned pictures of CelebA have 178×218. Use " +
            "img_align_celeba, not img_celeba or a cut copy.", Error(() => CelebA.FromFolder(folder["wild"])));
        folder.Write("some/000001.png", face);
        folder.Write("some/000002.png", new Picture(178, 178, 1, new byte[178 * 178]).ToPng());
        var some = CelebA.FromFolder(folder["some"]);
        Assert.StartsWith($"{folder["some/000002.png"]} has 178×178 pixels", Error(() => some[1].Picture.Load()));
    }

    [Fact]
    public void What_is_not_there_is_answered_with_how_to_get_it()
    {
        var error = Error(() => CelebA.Open(folder: Here));
        Assert.StartsWith("CelebA was not found. ", error);
        Assert.Contains("img_align_celeba", error);
        Assert.EndsWith($" Folder: {folder["CelebA"]}. Looked in: {folder.Path}.", error);
        Directory.CreateDirectory(folder["empty"]);
        Assert.StartsWith($"empty: {folder["empty"]} has no pictures, neither in img_align_celeba nor directly. ",
            Error(() => CelebA.FromFolder(folder["empty"])));
    }

    [Fact]
    public void Crops_are_cut_where_their_conventions_say()
    {
        var picture = Picture.Decode(face, "face");
        Assert.Equal(picture.Crop(0, 20, 178, 178).Pixels.ToArray(), CelebACrop.Centre178.Apply(picture).Pixels.ToArray());
        Assert.Equal(picture.Crop(25, 57, 128, 128).Pixels.ToArray(), CelebACrop.Face128.Apply(picture).Pixels.ToArray());
        Assert.Equal(picture.Crop(15, 40, 148, 148).Pixels.ToArray(), CelebACrop.Face148.Apply(picture).Pixels.ToArray());
        Assert.Equal(picture.Crop(35, 55, 108, 108).Pixels.ToArray(), CelebACrop.Centre108.Apply(picture).Pixels.ToArray());
        Assert.Equal("128×128 gray", $"{CelebACrop.Centre178To128.Apply(picture)}");
        Assert.Equal("178×178 at (0, 20) → 128×128 (StarGAN)", $"{CelebACrop.Centre178To128}");
    }

    [Fact]
    public void Landmarks_move_with_the_crop()
    {
        var landmarks = new FaceLandmarks((69, 109), (106, 113), (77, 142), (73, 152), (108, 154));
        Assert.Equal((44, 52), CelebACrop.Face128.Apply(landmarks).LeftEye);
        var (x, y) = CelebACrop.Centre178To128.Apply(landmarks).Nose;
        Assert.Equal((77.5 * 128 / 178) - 0.5, x, 12);
        Assert.Equal((122.5 * 128 / 178) - 0.5, y, 12);
    }

    [Fact]
    public void A_crop_of_all_faces_is_a_set()
    {
        Whole();
        var set = CelebA.Open(CelebASplit.Train, Here).ToImageSet(CelebACrop.Face128);
        Assert.Equal((3, "CelebA 128×128", "128×128 gray"), (set.Count, set.Name, $"{set[2].Load()}"));
    }

    [Fact]
    public void The_real_sample_opens_with_pictures_alone()
    {
        var set = CelebA.FromFolder(Shared.Path("datasets", "CelebA-sample"));
        Assert.Equal((32, 3, "SAMPLE of CelebA: 32 of 202,599 faces. Numbers made with it cannot be compared with any paper."),
            (set.Count, set.MissingLabels.Count, set.Notice));
        Assert.Equal(("000001", "000032"), (set[0].Name, set[31].Name));
        Assert.All(set, f => Assert.Equal("178×218 RGB", $"{f.Picture.Load()}"));
    }
}
