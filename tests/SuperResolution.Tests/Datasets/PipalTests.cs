using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Datasets;

public sealed class PipalTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private DataFolder Here => new([new DataLocation(folder.Path, DataSource.Cache)], folder.Path);

    private void Write(string name, params string[] lines) =>
        folder.Write(name, System.Text.Encoding.UTF8.GetBytes(string.Join("\n", lines) + "\n"));

    private void Draw(params string[] names)
    {
        foreach (var name in names)
            folder.Write($"PIPAL/{name}.bmp", new Picture(2, 2, 3, [.. Enumerable.Repeat((byte)name.Length, 12)]).ToPng());
    }

    private static string Error(Action open) => Assert.Throws<DataSetException>(open).Message;

    [Fact]
    public void The_official_folders_open_with_scores_and_pictures()
    {
        Write("PIPAL/Train_Label/A0001.txt", "A0001_00_00.bmp,1520.0648", "A0001_03_11.bmp,1437.0798");
        Write("PIPAL/Train_Label/A0007.txt", "A0007_06_26.bmp, 1300.5");
        // the official files count
        Write("PIPAL/meta_info_PIPALDataset.csv", "hq_name,dist_name,elo_score", "A0001.bmp,A0001_00_00.bmp,1");
        Draw("Train_Ref/A0001", "Train_Ref/A0007", "Distortion_1/A0001_00_00", "Distortion_1/A0001_03_11",
            "Distortion_4/Distortion_4/A0007_06_26");
        var set = Pipal.Open(Here);
        Assert.Equal((3, "PART of PIPAL: 3 of 23,200 scores.", "PIPAL", DataSource.Cache), (set.Count, set.Notice, set.Name, set.Source));
        Assert.Equal(["A0001", "A0007"], set.References);
        Assert.Equal([("A0001_00_00", PipalClass.TraditionalSr, 0, 1520.0648), ("A0001_03_11", PipalClass.GanSr, 11, 1437.0798),
            ("A0007_06_26", PipalClass.TraditionalDistortion, 26, 1300.5)],
            set.Select(image => (image.Name, image.Class, image.Distortion, image.Elo!.Value)));
        Assert.All(set, image => Assert.True(image.HasPictures));
        Assert.Equal(("2×2 RGB", "2×2 RGB"), ($"{set[2].Distorted.Load()}", $"{set[2].Reference.Load()}"));
        Assert.Equal("A0001_03_11 (GanSr): 1437.1", $"{set[1]}");
        Assert.Equal(2, set.Of("A0001").Count);
        Assert.Equal("PIPAL has no reference 'A0002'. It has A0001, A0007.", Error(() => set.Of("A0002")));
    }

    [Fact]
    public void Labels_alone_open_and_pictures_are_reported_when_asked_for()
    {
        Write("PIPAL-labels/meta_info_PIPALDataset.csv", "hq_name,dist_name,elo_score", "A0001.bmp,A0001_00_00.bmp,1520.0648");
        var set = Pipal.Open(Here);
        Assert.Equal((1, $"Labels only: {folder["PIPAL-labels"]} has no pictures. PART of PIPAL: 1 of 23,200 scores.", false),
            (set.Count, set.Notice, set[0].HasPictures));
        var error = Error(() => set[0].Distorted.Load());
        Assert.StartsWith($"PIPAL: the picture A0001_00_00 is not in {folder["PIPAL-labels"]}. ", error);
        Assert.Contains("Distortion_1", error);
        Assert.StartsWith("PIPAL: the picture A0001 is not in ", Error(() => set[0].Reference.Load()));
    }

    [Fact]
    public void Pictures_that_are_missing_in_part_or_have_no_score_are_told()
    {
        Write("PIPAL/Train_Label/A0001.txt", "A0001_00_00.bmp,1520.0648", "A0001_00_01.bmp,1437.0798");
        Draw("A0001", "A0001_00_00", "A0002", "A0002_10_03", "readme");
        var set = Pipal.Open(Here);
        Assert.Equal("PART of PIPAL: 1 of 3 distorted pictures or their references are missing: A0001_00_01. PART of PIPAL: 2 of " +
            "23,200 scores.", set.Notice);
        Assert.Equal((PipalClass.Undisclosed, null, true), (set[2].Class, set[2].Elo, set[2].HasPictures));
    }

    [Theory]
    [InlineData("A0001_00_00.bmp;1520", 1, "'A0001_00_00.bmp;1520' is not 'dist_name,elo_score'")]
    [InlineData("A0001_00_00.bmp,1520|A0001_00_01.bmp,many", 2, "the score 'many' is not a number")]
    [InlineData("A0001_00_00.bmp,1520|A0001_00_00.bmp,1521", 2, "'A0001_00_00.bmp' has a score in line 1 already")]
    [InlineData(",1520", 1, "',1520' is not 'dist_name,elo_score'")]
    public void A_malformed_line_is_named_with_its_number(string lines, int number, string cause)
    {
        Write("PIPAL/Train_Label/A0001.txt", lines.Split('|'));
        Assert.Equal($"'{folder["PIPAL/Train_Label/A0001.txt"]}', line {number}: {cause}. Correct the file or get it again.",
            Error(() => Pipal.Open(Here)).Replace('\\', '/'));
    }

    [Theory]
    [InlineData("A0002_00_00.bmp,1520", "'A0002_00_00.bmp' is listed under the reference 'A0001'")]
    [InlineData("A0001_07_00.bmp,1520",
        "'A0001_07_00.bmp' is not a name of PIPAL (reference, class and distortion as in A0001_03_12.bmp)")]
    [InlineData("A0001.bmp,1520", "'A0001.bmp' is not a name of PIPAL (reference, class and distortion as in A0001_03_12.bmp)")]
    public void A_name_that_does_not_belong_there_is_an_error(string line, string cause)
    {
        Write("PIPAL/A0001.txt", line);
        Assert.Equal($"'{folder["PIPAL/A0001.txt"]}': {cause}. Get the file again.", Error(() => Pipal.Open(Here)).Replace('\\', '/'));
    }

    [Fact]
    public void A_second_copy_of_the_labels_is_an_error()
    {
        Write("PIPAL/Train_Label/A0001.txt", "A0001_00_00.bmp,1520");
        Write("PIPAL/copy/A0001.txt", "A0001_00_00.bmp,1520");
        Assert.EndsWith("'A0001_00_00.bmp' has a score in another file already. Keep one copy of the label files.",
            Error(() => Pipal.Open(Here)));
    }

    [Fact]
    public void What_is_not_there_is_answered_with_how_to_get_it()
    {
        var error = Error(() => Pipal.Open(Here));
        Assert.StartsWith("PIPAL was not found. ", error);
        Assert.Contains("Train_Label", error);
        Assert.EndsWith($" Folder: {folder["PIPAL"]}. Looked in: {folder.Path}.", error);
        Write("other/readme.txt", "hello");
        Assert.StartsWith($"other: {folder["other"]} has neither labels (Train_Label/A0001.txt …, or meta_info_PIPALDataset.csv) nor " +
            "distorted pictures (A0001_00_00.bmp …). ", Error(() => Pipal.FromFolder(folder["other"])));
    }

    [Fact] // 23,200 scores of 200 references; the numbers of distortions are those of table 10 of arXiv 2011.15002
    public void The_real_labels_have_116_distortions_of_each_reference_in_seven_classes()
    {
        var set = Pipal.FromFolder(Shared.Path("datasets", "PIPAL-labels"));
        Assert.Equal((23_200, 200), (set.Count, set.References.Count));
        Assert.Equal($"Labels only: {Shared.Path("datasets", "PIPAL-labels")} has no pictures.", set.Notice);
        Assert.Equal(("A0001_00_00", 1520.0648), (set[0].Name, set[0].Elo));
        int[] counts = [12, 16, 10, 24, 13, 14, 27];
        Assert.All(set.GroupBy(image => image.ReferenceName), group =>
            Assert.Equal(counts.Index().Select(c => ((PipalClass)c.Index, c.Item)),
                group.GroupBy(image => image.Class).Select(c => (c.Key, c.Count()))));
    }
}
