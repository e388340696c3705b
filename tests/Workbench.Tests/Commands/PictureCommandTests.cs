using Spectre.Console;
using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Workbench.Commands;

namespace SuperResolution.Workbench.Tests.Commands;

public sealed class PictureCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StringWriter said = new();
    private readonly IAnsiConsole console;

    public PictureCommandTests()
    {
        console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(said) });
        SyntheticImages.Facade(1, 48, 36).Save(Path.Combine(folder.Path, "house.png"));
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("srcnn", 3), InlineData("bicubic", 5), InlineData("nearest", 2)]
    public void Upscale_writes_a_picture_that_is_larger_by_the_scale(string method, int scale)
    {
        Assert.Equal(0, UpscaleCommand.Run([Path.Combine(folder.Path, "house.png")], UpscaleCommand.Choose(method, scale, null), Path.Combine(folder.Path, "large"), console));
        var result = Picture.Load(Path.Combine(folder.Path, "large", $"house-x{scale}.png"));
        Assert.Equal((48 * scale, 36 * scale, 3), (result.Width, result.Height, result.Channels));
    }

    [Fact]
    public void Upscale_refuses_scales_without_weights() =>
        Assert.Contains("--method bicubic", Assert.Throws<BadInputException>(() => UpscaleCommand.Choose("srcnn", 6, null)).Message);

    [Fact]
    public void Evaluate_measures_a_folder_and_writes_every_image()
    {
        var csv = Path.Combine(folder.Path, "values.csv");
        Assert.Equal(0, EvaluateCommand.Run([folder.Path], [2], "y601", null, csv, console));

        Assert.Contains("Bicubic", said.ToString());
        Assert.Contains("Y601 ×2", said.ToString());
        var lines = File.ReadAllLines(csv);
        Assert.Equal(1 + 4, lines.Length); // nearest, bilinear, bicubic and SRCNN on one picture
        var bicubic = SuperResolution.Metrics.Protocol.Y601(2).Evaluate(Interpolation.Bicubic(2), Picture.Load(Path.Combine(folder.Path, "house.png")));
        Assert.Contains(lines, line => line.Contains(FormattableString.Invariant($"Bicubic,2,Y601,house,{bicubic.Psnr:0.0000},{bicubic.Ssim:0.000000}")));
    }

    [Fact]
    public void Evaluate_refuses_protocols_for_other_scales() =>
        Assert.Contains("×4 only", Assert.Throws<BadInputException>(() => EvaluateCommand.Run([folder.Path], [2], "srgan", null, null, console)).Message);
}
