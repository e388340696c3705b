using System.Globalization;
using SuperResolution.Datasets;
using SuperResolution.Tests.Support;
using SuperResolution.Weights;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Weights;

/// <summary>
/// What every file that ships, or lies in the shared folder, opens as: name, scale, reach, and the sum of its answer to a drawn picture.
/// </summary>
public class OpeningGoldenTests
{
    private const double Tolerance = 1e-4; // relative, of sums over 0…1: other processors add in another order

    [Theory, MemberData(nameof(Shipped))]
    public void Weights_that_ship_open_as_they_did(string file, int scale, string expected) =>
        Compare(TrainedWeights.File(file), scale, expected);

    [Theory, MemberData(nameof(Others))]
    public void Weights_of_others_open_as_they_did(string file, int scale, string expected) =>
        Compare(Shared.Path(file.Split('/')), scale, expected);

    public static TheoryData<string, int, string> Shipped => new()
    {
        { "srcnn-9-5-5-x2", 2, "SRCNN (srcnn-9-5-5-x2)|×2|luma|6|2683.917" },
        { "srcnn-9-5-5-x3", 3, "SRCNN (srcnn-9-5-5-x3)|×3|luma|5|6034.923" },
        { "srcnn-9-5-5-x4", 4, "SRCNN (srcnn-9-5-5-x4)|×4|luma|4|10734.289" },
        { "vdsr-20x64", 2, "VDSR (vdsr-20x64)|×2|luma|12|2683.551" },
        { "vdsr-20x64", 3, "VDSR (vdsr-20x64)|×3|luma|9|6037.809" },
        { "vdsr-20x64", 4, "VDSR (vdsr-20x64)|×4|luma|7|10735.745" },
        { "srresnet-8x32-x4", 4, "SRResNet (srresnet-8x32-x4)|×4|RGB|24|10736.273" },
        { "msrresnet-16x64-x4", 4, "MSRResNet (msrresnet-16x64-x4)|×4|RGB|35|10627.607" },
        { "rrdb-3x32-x4", 4, "RRDBNet (rrdb-3x32-x4)|×4|RGB|49|10666.642" },
        { "srgan-8x32-x4", 4, "SRResNet (srgan-8x32-x4)|×4|RGB|24|10669.722" },
        { "srgan-phi22-8x32-x4", 4, "SRResNet (srgan-phi22-8x32-x4)|×4|RGB|24|10656.375" },
        { "esrgan-3x32-x4", 4, "RRDBNet (esrgan-3x32-x4)|×4|RGB|49|10690.636" },
        { "losses/srcnn-x2-l2", 2, "SRCNN (srcnn-x2-l2)|×2|luma|6|2684.713" },
        { "losses/srcnn-x2-l1", 2, "SRCNN (srcnn-x2-l1)|×2|luma|6|2681.813" },
        { "losses/srcnn-x2-ms-ssim", 2, "SRCNN (srcnn-x2-ms-ssim)|×2|luma|6|2710.177" },
        { "losses/srcnn-x2-mix", 2, "SRCNN (srcnn-x2-mix)|×2|luma|6|2691.458" },
    };

    public static TheoryData<string, int, string> Others => new()
    {
        { "weights/srcnn_955_imagenet_x2.safetensors", 2, "SRCNN (srcnn_955_imagenet_x2)|×2|luma|6|2686.289" },
        { "weights/srcnn_955_imagenet_x3.safetensors", 3, "SRCNN (srcnn_955_imagenet_x3)|×3|luma|5|6046.132" },
        { "weights/vdsr_official.safetensors", 2, "VDSR (vdsr_official)|×2|luma|12|2684.003" },
        { "weights/vdsr_official.safetensors", 4, "VDSR (vdsr_official)|×4|luma|7|10735.125" },
        { "weights/srresnet8_x4.safetensors", 4, "SRResNet (srresnet8_x4)|×4|RGB|24|10726.278" },
        { "weights/srgan_generator_5blocks_x2.pth", 2, "SRResNet (srgan_generator_5blocks_x2)|×2|RGB|18|2675.197" },
        { "golden/models/msrresnet_x2/weights.pth", 2, "MSRResNet (weights)|×2|RGB|7|1825.163" },
        { "golden/models/msrresnet_x3/weights.pth", 3, "MSRResNet (weights)|×3|RGB|7|7299.948" },
        { "golden/models/msrresnet_x4/weights.pth", 4, "MSRResNet (weights)|×4|RGB|7|-8855.562" },
        { "golden/models/rrdbnet_x2/weights.pth", 2, "RRDBNet (weights)|×2|RGB|68|1683.250" },
        { "golden/models/rrdbnet_x4/weights.pth", 4, "RRDBNet (weights)|×4|RGB|34|336.982" },
        { "golden/models/rrdbnet_x4_old_names/weights.pth", 4, "RRDBNet (weights)|×4|RGB|34|-10848.949" },
        { "golden/models/srgan_generator_bn_x4/weights.pth", 4, "SRResNet (weights)|×4|RGB|18|12981.238" },
        { "golden/models/srvgg_x4/weights.pth", 4, "SRVGGNetCompact (weights)|×4|RGB|6|8081.339" },
    };

    private static void Compare(string path, int scale, string expected)
    {
        using var scope = NewDisposeScope();
        var upscaler = NetworkFile.Open(path, scale);
        var sum = upscaler.Upscale(SyntheticImages.Facade(7, 24, 20).ToTensor()).to(float64).sum().item<double>();
        var words = expected.Split('|');
        Assert.Equal(string.Join('|', words[..4]),
            $"{upscaler.Name}|×{upscaler.Scale}|{(upscaler.RestoresLuma ? "luma" : "RGB")}|{upscaler.Reach}");
        Assert.Equal(double.Parse(words[4], CultureInfo.InvariantCulture), sum, Tolerance * Math.Abs(sum));
    }
}
