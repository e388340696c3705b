using SuperResolution.Losses;
using SuperResolution.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Platform;

/// <summary>Networks and losses give the same on a GPU as on the CPU.</summary>
public class CudaTests
{
    private const string Needed = "needs a CUDA device and a build with TorchBackend=cuda-linux or cuda-windows";

    public static TheoryData<string> Networks => ["SRCNN", "VDSR", "EDSR", "SRResNet", "MSRResNet", "RRDBNet", "SRVGG"];

    public static TheoryData<string> Losses => ["MSE", "L1", "SSIM", "MS-SSIM", "Mix", "CX", "CoBi", "TV", "RaGAN"];

    [Theory, MemberData(nameof(Networks))]
    public void A_network_on_the_GPU_equals_the_CPU(string name)
    {
        Assert.SkipUnless(cuda.is_available(), Needed);
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        nn.Module<Tensor, Tensor> network = name switch
        {
            "SRCNN" => new Srcnn(SrcnnShape.Net955),
            "VDSR" => new Vdsr(),
            "EDSR" => new Edsr(EdsrSettings.Baseline(2)),
            "SRResNet" => new SrResNet(SrResNetSettings.Paper),
            "MSRResNet" => new MsrResNet(MsrResNetSettings.Paper),
            "RRDBNet" => new RrdbNet(new RrdbNetSettings(4, 3)),
            _ => new SrVggNetCompact(SrVggNetCompactSettings.AnimeVideo),
        };
        network.eval();
        var input = rand(1, network is Srcnn or Vdsr ? 1 : 3, 24, 20);
        var expected = network.call(input);
        network.to(CUDA);
        var output = network.call(input.cuda()).cpu();
        Assert.True(((output - expected).abs().max() / expected.abs().max()).item<float>() < 1e-3); // TF32 may be on
    }

    [Theory, MemberData(nameof(Losses))]
    public void A_loss_on_the_GPU_equals_the_CPU(string name)
    {
        Assert.SkipUnless(cuda.is_available(), Needed);
        using var scope = NewDisposeScope();
        Loss loss = name switch
        {
            "MSE" => new MseLoss(),
            "L1" => new L1Loss(),
            "SSIM" => new SsimLoss(),
            "MS-SSIM" => new MsSsimLoss(MsSsimLoss.FirstScales(2)),
            "Mix" => new MixLoss(window: 11),
            "CX" => ContextualLoss.PaperFormula(maxPositions: 100),
            "CoBi" => CoBiLoss.OfficialCode(maxPositions: 100),
            "TV" => new TotalVariationLoss(),
            _ => new Losses.GeneratorLoss(new RelativisticAverageLoss(), images => images.mean([1, 2, 3])),
        };
        var (output, target) = (rand(2, 3, 32, 32, dtype: float64), rand(2, 3, 32, 32, dtype: float64));
        Assert.Equal(loss.call(output, target).item<double>(), loss.call(output.cuda(), target.cuda()).item<double>(), 1e-9);
    }
}
