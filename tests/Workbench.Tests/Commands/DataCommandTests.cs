using System.Diagnostics;
using SuperResolution.Datasets;

namespace SuperResolution.Workbench.Tests.Commands;

public sealed class DataCommandTests : IDisposable
{
    // 100 small pictures, recognised by their number
    private const string Set = "DIV2K/valid-LR-x4", Inside = "DIV2K/DIV2K_valid_LR_bicubic/X4";

    private readonly TemporaryFolder folder = new();

    public DataCommandTests()
    {
        Directory.CreateDirectory(folder.File("stick/DIV2K_valid_LR_bicubic/X4"));
        Directory.CreateDirectory(folder.File("data"));
        for (var i = 801; i <= 900; i++)
            SyntheticImages.ZonePlate(1, 16, 16 + (i % 7)).Save(folder.File($"stick/DIV2K_valid_LR_bicubic/X4/0{i}x4.png"));
    }

    public void Dispose() => folder.Dispose();

    private Process Start(string data, params string[] arguments) => WorkbenchProcess.Start(arguments.Prepend("data"), start =>
    {
        start.WorkingDirectory = folder.Path;
        start.Environment[DataFolder.Variable] = folder.File(data);
    });

    /// <summary>Without line breaks: the console folds long lines.</summary>
    private static (int Code, string Out, string Error) Finish(Process process) =>
        WorkbenchProcess.Finish(process) is var (code, said, error) ? (code, said.Replace("\n", "", StringComparison.Ordinal), error)
            : default;

    private (int Code, string Out, string Error) Workbench(params string[] arguments) => Finish(Start("data", arguments));

    private void Get() =>
        Assert.Equal((0, ""), Workbench("get", Set, "--from", folder.File("stick")) is var (code, _, error) ? (code, error) : default);

    [Fact]
    public void What_was_carried_in_is_found_and_a_flipped_byte_too()
    {
        Get();
        Assert.Equal(folder.File("data/" + Inside), Workbench("path", Set).Out);
        Assert.Contains("100 files as they should be", Workbench("verify", Set).Out);

        var file = folder.File($"data/{Inside}/0850x4.png");
        var bytes = File.ReadAllBytes(file);
        bytes[^20] ^= 1;
        File.WriteAllBytes(file, bytes);
        var (code, _, error) = Workbench("verify", Set);
        Assert.Equal(1, code);
        Assert.Contains("0850x4.png is damaged (SHA-256", error);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact]
    public void Three_processes_at_once_end_with_one_set()
    {
        var processes = Enumerable.Range(0, 3).Select(_ => Start("data", "get", Set, "--from", folder.File("stick"))).ToList();
        Assert.All(processes.Select(Finish).ToList(), result => Assert.Equal((0, ""), (result.Code, result.Error)));
        Assert.Equal(100, Directory.GetFiles(folder.File("data/" + Inside)).Length);
        Assert.Equal(["DIV2K"], Directory.GetFileSystemEntries(folder.File("data")).Select(Path.GetFileName)); // no locks, no part files
    }

    [Fact]
    public void A_package_travels_to_another_folder()
    {
        Get();
        var (code, said, error) = Workbench("export", Set, "--to", folder.File("workshop.tar"));
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("101 files", said); // the pictures, and their checksums
        Directory.CreateDirectory(folder.File("other"));
        Assert.Contains("101 files added", Finish(Start("other", "import", folder.File("workshop.tar"))).Out);
        Assert.Contains("100 files as they should be", Finish(Start("other", "verify", Set)).Out);
    }

    [Fact]
    public void Path_list_verify_and_export_mean_the_copy_that_evaluate_measures()
    {
        var cache = folder.File("cache/SuperResolution/Set5");
        Directory.CreateDirectory(cache);
        Directory.CreateDirectory(folder.File("data/Set5_HR"));
        foreach (var file in Catalogue.Default["Set5"].Files) SyntheticImages.ZonePlate(1, 40, 40).Save(Path.Combine(cache, file.Path));
        for (var i = 0; i < 5; i++) SyntheticImages.ZonePlate(1, 40, 40 + i).Save(folder.File($"data/Set5_HR/mine{i}.png"));
        (int Code, string Out, string Error) Run(params string[] arguments) =>
            WorkbenchProcess.Finish(WorkbenchProcess.Start(arguments, start =>
        {
            start.WorkingDirectory = folder.Path;
            start.Environment[DataFolder.Variable] = folder.File("data");
            start.Environment["XDG_CACHE_HOME"] = folder.File("cache");
        }));

        Assert.Equal(folder.File("data/Set5_HR"), Run("data", "path", "Set5").Out.Trim());
        Assert.Contains("environment",
            Run("data", "list").Out.Split('\n').Single(line => line.Contains(" Set5 ", StringComparison.Ordinal)));
        Assert.Contains("5 pictures in the layout of another archive; the checksums are those of other files. In " +
            $"{folder.File("data/Set5_HR")}", Run("data", "verify", "Set5").Out);
        Assert.Contains("5 files", Run("data", "export", "Set5", "--to", "set5.tar").Out);
        Assert.Equal(0, Run("evaluate", "Set5", "--scale", "2", "--csv", "values.csv").Code);
        Assert.Contains(",mine4,", File.ReadAllText(folder.File("values.csv")));

        Directory.CreateDirectory(folder.File("other"));
        Finish(Start("other", "import", folder.File("set5.tar")));
        Assert.Equal(folder.File("other/Set5_HR"), Finish(Start("other", "path", "Set5")).Out.Trim());
    }

    [Theory]
    [InlineData("get", "Set6", "There is no data set 'Set6'")]
    [InlineData("verify", Set, "was not found. 'data get DIV2K/valid-LR-x4' fetches it")]
    [InlineData("import", "nothing.tar", "There is no file")]
    [InlineData("get", "UHDSR8K/test", "has to be fetched by hand. Folder: ")]
    [InlineData("get", "vgg19-oxford --to elsewhere", "has to be made by hand: It is converted from Keras's")]
    public void Bad_input_is_one_message(string command, string arguments, string expected)
    {
        var (code, _, error) = Workbench([command, .. arguments.Split(' ')]);
        Assert.Equal(1, code);
        Assert.Contains(expected, error);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact]
    public void A_place_that_cannot_be_written_to_is_said()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc, where not even root can make files");
        var (code, _, error) = Workbench("get", Set, "--from", folder.File("stick"), "--to", "/proc/kit");
        Assert.Equal(1, code);
        Assert.Contains("Nothing can be written to /proc/kit", error);
    }

    [Fact]
    public void The_list_names_sets_and_weights()
    {
        var said = Workbench("list").Out;
        Assert.Contains("UHDSR8K", said);
        Assert.Contains("vgg19-torchvision", said);
        Assert.Contains("83e946bf", Workbench("list", "--details").Out); // RealSR's MD5
    }
}
