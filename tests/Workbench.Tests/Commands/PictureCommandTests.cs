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
        Assert.Equal(0, EvaluateCommand.Run(
            [folder.Path], [2], "y601", csv, console, only: ["Nearest", "bilinear", "bicubic", "srcnn"]));

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
        Assert.Equal(0, EvaluateCommand.Run([folder.Path], [3], "y601", Path.Combine(folder.Path, "all.csv"), console));
        Assert.Equal(1 + EvaluatedMethods.At(3).Count, File.ReadAllLines(Path.Combine(folder.Path, "all.csv")).Length);
        Assert.Contains("there are Nearest",
            Assert.Throws<BadInputException>(
                () => EvaluateCommand.Run([folder.Path], [3], "y601", null, console, only: ["none"])).Message);
    }

    [Theory]
    [InlineData("none/values.csv", "there is no folder"), InlineData("", "is a folder, and a file is to be written")]
    public void Evaluate_finds_out_before_the_work_whether_it_can_write(string csv, string part)
    {
        Assert.Contains(part, Assert.ThrowsAny<IOException>(
            () => EvaluateCommand.Run([folder.Path], [2], "y601", Path.Combine(folder.Path, csv), console)).Message);
        Assert.Equal("", said.ToString());
    }

    [Fact]
    public void Evaluate_refuses_protocols_for_other_scales() =>
        Assert.Contains("×4 only", Assert.Throws<BadInputException>(
            () => EvaluateCommand.Run([folder.Path], [2], "srgan", null, console)).Message);
}
