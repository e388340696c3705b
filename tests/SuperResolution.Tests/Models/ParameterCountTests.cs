using SuperResolution.Models;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Models;

/// <summary>Parameter counts as the papers or the public implementations state them.</summary>
public class ParameterCountTests
{
    public static TheoryData<string, long> Counts => new()
    {
        { "VDSR", 665_921 },                    // 1511.04587: 665 k; 18·36,928 + 640 + 577
        { "SRResNet", 1_549_462 },              // 1609.04802, one slope for each PReLU
        { "SRResNet channelwise", 1_550_659 },
        { "RRDBNet", 16_697_987 },              // ESRGAN's public x4 network
        { "RRDBNet PIRM", 11_662_019 },
        // 1707.02921, table 1: 1.5 M (its figure for x2, rounded up); public files: 1.37, 1.55, 1.52 M
        { "EDSR baseline x2", 1_369_859 },
        { "EDSR baseline x3", 1_554_499 },
        { "EDSR baseline x4", 1_517_571 },
        { "EDSR x2", 40_729_603 },              // 40.7 M
        { "EDSR x3", 43_680_003 },              // 43.7 M
        { "EDSR x4", 43_089_923 },              // 43.1 M
        { "MSRResNet", 1_517_571 },             // BasicSR, x4
        { "SRVGG general", 1_213_296 },
        { "SRVGG anime", 621_424 },
        { "SRGAN discriminator", 23_565_505 },
        { "ESRGAN discriminator", 14_499_401 },
        { "VGG19", 20_024_384 },                // torchvision's vgg19.features
        { "VGG16", 14_714_688 },                // torchvision's vgg16.features
        { "VGG19 to 3,4", 2_325_568 },
    };

    [Theory, MemberData(nameof(Counts))]
    public void Has_as_many_parameters_as_stated(string name, long count)
    {
        using var network = Build(name);
        Assert.Equal(count, network.parameters().Sum(parameter => parameter.numel()));
    }

    private static nn.Module Build(string name) => name switch
    {
        "VDSR" => new Vdsr(),
        "SRResNet" => new SrResNet(SrResNetSettings.Paper),
        "SRResNet channelwise" => new SrResNet(SrResNetSettings.Paper with { ChannelwisePRelu = true }),
        "RRDBNet" => new RrdbNet(RrdbNetSettings.Paper),
        "RRDBNet PIRM" => new RrdbNet(RrdbNetSettings.Pirm),
        "EDSR baseline x2" => new Edsr(EdsrSettings.Baseline(2)),
        "EDSR baseline x3" => new Edsr(EdsrSettings.Baseline(3)),
        "EDSR baseline x4" => new Edsr(EdsrSettings.Baseline(4)),
        "EDSR x2" => new Edsr(EdsrSettings.Full(2)),
        "EDSR x3" => new Edsr(EdsrSettings.Full(3)),
        "EDSR x4" => new Edsr(EdsrSettings.Full(4)),
        "MSRResNet" => new MsrResNet(MsrResNetSettings.Paper),
        "SRVGG general" => new SrVggNetCompact(SrVggNetCompactSettings.General),
        "SRVGG anime" => new SrVggNetCompact(SrVggNetCompactSettings.AnimeVideo),
        "SRGAN discriminator" => new SrganDiscriminator(SrganDiscriminatorSettings.Paper),
        "ESRGAN discriminator" => new EsrganDiscriminator(),
        "VGG19" => new Vgg19Features(VggLayer.Phi54, VggPreprocessing.TorchVision),
        "VGG16" => new Vgg16Features([new VggLayer(5, 3)], VggPreprocessing.TorchVision),
        "VGG19 to 3,4" => new Vgg19Features(VggLayer.Phi34, VggPreprocessing.TorchVision),
        _ => throw new ArgumentException(name),
    };
}
