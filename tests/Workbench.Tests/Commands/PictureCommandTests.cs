using Spectre.Console;
using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Metrics;
using SuperResolution.Workbench.Commands;

namespace SuperResolution.Workbench.Tests.Commands;

public sealed class PictureCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StringWriter said = new();
    private readonly IAnsiConsole console;

    public PictureCommandTests()
    {
        console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(said)
        });
        SyntheticImages.Facade(1, 48, 36).Save(Path.Combine(folder.Path, "house.png"));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Evaluate_measures_a_folder_and_writes_every_image()
    {
        var csv = Path.Combine(folder.Path, "values.csv");
        Assert.Equal(0, Evaluate(
            Settings(2) with { Csv = csv, Methods = ["Nearest", "bilinear", "bicubic", "srcnn"] }));

        Assert.Contains("Bicubic", said.ToString());
        Assert.Contains("Y601 ×2", said.ToString());
        var lines = File.ReadAllLines(csv);
        // Nearest, bilinear, bicubic and every SRCNN on one picture.
        Assert.Equal(1 + EvaluatedMethods.At(2).Count(method => method.Origin == MethodOrigin.Formula || method.Network == "SRCNN"),
            lines.Length);
        var bicubic = SuperResolution.Metrics.Protocol.Y601(2)
            .Evaluate(Interpolation.Bicubic(2), Picture.Load(Path.Combine(folder.Path, "house.png")));
        Assert.Contains(lines, line =>
            line.Contains(FormattableString.Invariant($"Bicubic,2,Y601,house,{bicubic.Psnr:0.0000},{bicubic.Ssim:0.000000}")));
    }

    [Fact]
    public void Evaluate_measures_every_method_of_a_scale_unless_told_otherwise()
    {
        Assert.Equal(0, Evaluate(Settings(3) with { Csv = Path.Combine(folder.Path, "all.csv") }));
        Assert.Equal(1 + EvaluatedMethods.At(3).Count, File.ReadAllLines(Path.Combine(folder.Path, "all.csv")).Length);
        Assert.Contains("there are Nearest",
            Assert.Throws<BadInputException>(
                () => Evaluate(Settings(3) with { Methods = ["none"] })).Message);
    }

    [Theory]
    [InlineData("none/values.csv", "there is no folder"), InlineData("", "is a folder, and a file is to be written")]
    public void Evaluate_finds_out_before_the_work_whether_it_can_write(string csv, string part)
    {
        Assert.Contains(part, Assert.ThrowsAny<IOException>(
            () => Evaluate(Settings(2) with { Csv = Path.Combine(folder.Path, csv) })).Message);
        Assert.Equal("", said.ToString());
    }

    [Fact]
    public void Evaluate_refuses_protocols_for_other_scales() =>
        Assert.Contains("×4 only", Assert.Throws<BadInputException>(
            () => Evaluate(Settings(2) with { Protocol = "srgan" })).Message);

    [Fact]
    public void Evaluate_reads_what_it_computed_before_unless_told_otherwise()
    {
        var settings = Settings(2) with { Methods = ["bicubic", "srcnn"], Csv = Path.Combine(folder.Path, "a.csv") };
        var count = EvaluatedMethods.At(2).Count(method => method.Network is "Bicubic" or "SRCNN");
        Evaluate(settings);
        Assert.Contains($"{count} scores of images were computed, 0 read from", said.ToString());
        var first = File.ReadAllText(settings.Csv!);

        said.GetStringBuilder().Clear();
        Evaluate(settings);
        Assert.Contains($"0 scores of images were computed, {count} read from", said.ToString());
        Assert.Equal(first, File.ReadAllText(settings.Csv!));

        said.GetStringBuilder().Clear();
        Evaluate(settings with { NoCache = true });
        Assert.Contains($"{count} scores of images were computed.", said.ToString());
        Assert.Equal(first, File.ReadAllText(settings.Csv!));
    }

    [Fact]
    public void Evaluate_measures_other_metrics_and_pictures_that_others_made()
    {
        var (pictures, answers) = (Directory.CreateDirectory(folder.File("hr")).FullName, folder.File("theirs"));
        var hr = SyntheticImages.Facade(2, 192, 192);
        hr.Save(Path.Combine(pictures, "house.png"));
        Directory.CreateDirectory(answers);
        Interpolation.Bicubic(2).Upscale(Resize.Imresize(hr, 0.5)).Save(Path.Combine(answers, "house_x2.png"));
        var csv = folder.File("b.csv");
        Evaluate(Settings(2) with
        {
            Sets = [pictures],
            Methods = ["bicubic"],
            Results = [answers],
            Metrics = ["ms-ssim", "gmsd"],
            Protocol = "rgb",
            Csv = csv,
        });
        var lines = File.ReadAllLines(csv);
        Assert.Equal("set,method,scale,protocol,image,psnr,ssim,MS-SSIM,GMSD,notice", lines[0]);
        var own = SuperResolution.Metrics.Protocol.Rgb(2).Evaluate(Interpolation.Bicubic(2), hr);
        Assert.StartsWith(FormattableString.Invariant($"hr,Bicubic,2,RGB,house,{own.Psnr:0.0000},{own.Ssim:0.000000},0."), lines[1]);
        Assert.Equal(lines[1].Replace(",Bicubic,", ",theirs,"), lines[2]); // the same pictures, the same numbers
        Assert.Contains("MS-SSIM ↑", said.ToString());
        Assert.Contains("one scale", Assert.Throws<BadInputException>(
            () => Evaluate(new EvaluateSettings([pictures], [2, 3]) { Results = [answers] })).Message);
    }

    private EvaluateSettings Settings(int scale) => new([folder.Path], [scale]) { Cache = folder.File("cache") };

    private int Evaluate(EvaluateSettings settings) => EvaluateCommand.Run(settings, console);
}
