using SuperResolution.Imaging;
using SuperResolution.Metrics;
using SuperResolution.Models;
using SuperResolution.Tests.Support;
using SuperResolution.Weights;

namespace SuperResolution.Tests.Models;

/// <summary>Weights that others trained give the PSNR that they, or the papers, state.</summary>
public class PublishedWeightsTests
{
    [Theory] // arXiv 1511.04587, table 2: 37.53, 33.66 and 31.35; the released weights measure 31.34 at ×4
    [InlineData(2, 37.53, 0.9587), InlineData(3, 33.66, 0.9213), InlineData(4, 31.34, 0.8838)]
    public void VDSR_on_Set5(int scale, double psnr, double ssim)
    {
        using var network = new Vdsr();
        ModuleWeights.Load(network, Shared.Path("weights", "vdsr_official.safetensors"));

        var scores = Measure(new LumaUpscaler(network, scale), "Set5");

        Assert.Equal(psnr, scores.Average(score => score.Psnr), 0.01);
        Assert.Equal(ssim, scores.Average(score => score.Ssim), 0.0005);
    }

    [Theory] // measured by its converter: 31.88 and 28.43, with Set14's gray 'bridge' as three equal colours (0.1 dB of the mean)
    [InlineData("Set5", 31.88), InlineData("Set14", 28.43)]
    public void SRResNet_of_8_blocks(string set, double psnr)
    {
        using var network = new SrResNet(new SrResNetSettings(4, Blocks: 8, ChannelwisePRelu: true, BodyBias: false));
        ModuleWeights.Load(network, Shared.Path("weights", "srresnet8_x4.safetensors"));
        network.eval();

        Assert.Equal(psnr, Measure(new RgbUpscaler(network.UseChannelsLast(), 4, "SRResNet"), set).Average(score => score.Psnr), 0.01);
    }

    [Fact] // measured by its converter: 35.47
    public void SRGAN_generator_of_5_blocks_x2_on_Set5()
    {
        using var network = new SrResNet(new SrResNetSettings(2, Blocks: 5, TrunkEnd: TrunkEnd.PRelu, Output: OutputRange.Tanh));
        ModuleWeights.Load(network, Shared.Path("weights", "srgan_generator_5blocks_x2.pth"),
            SrResNetSettings.BlockNames(5, 1, TrunkEnd.PRelu));
        network.eval();

        Assert.Equal(35.47, Measure(new RgbUpscaler(network.UseChannelsLast(), 2, "SRGAN"), "Set5").Average(score => score.Psnr), 0.01);
    }

    /// <summary>SRCNN and VDSR as their papers, colour networks as their converter measured.</summary>
    private static List<Score> Measure(Upscaler upscaler, string set)
    {
        var protocol = upscaler.RestoresLuma ? Protocol.Y601(upscaler.Scale) : Protocol.Y601Unrounded(upscaler.Scale);
        return [.. Shared.Files("datasets", set).Select(file => Picture.Load(file).ToRgb())
            .Select(picture => protocol.Evaluate(upscaler, picture))];
    }
}
