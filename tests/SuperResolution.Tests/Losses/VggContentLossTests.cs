using SuperResolution.Losses;
using SuperResolution.Models;
using static SuperResolution.Tests.Losses.GradientCheck;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Losses;

public class VggContentLossTests
{
    private static readonly Func<Tensor, Tensor> identity = images => images.alias();

    [Fact] // SRGAN: "rescaled by 1/12.75, equivalent to multiplying eq. 5 by ≈ 0.006"
    public void The_feature_scale_of_SRGAN_multiplies_the_squared_criterion_by_0_006()
    {
        using var scope = NewDisposeScope();
        var (sr, hr) = (Noise(1, 2, 3, 6, 7), Noise(2, 2, 3, 6, 7));
        double Of(ContentCriterion criterion, double scale) =>
            new VggContentLoss("φ", identity, criterion, scale).call(sr, hr).item<double>();
        Assert.Equal(0.006, Of(ContentCriterion.Mse, VggContentLoss.SrganFeatureScale) / Of(ContentCriterion.Mse, 1), 2e-4);
        Assert.Equal(1 / 12.75, Of(ContentCriterion.L1, VggContentLoss.SrganFeatureScale) / Of(ContentCriterion.L1, 1), 1e-12);
        Assert.Equal(3, Of(ContentCriterion.SumOverChannels, 1) / Of(ContentCriterion.Mse, 1), 1e-12);
        Assert.Equal(new MseLoss().call(sr, hr).item<double>(), Of(ContentCriterion.Mse, 1), 1e-12);
        Assert.Equal(new L1Loss().call(sr, hr).item<double>(), Of(ContentCriterion.L1, 1), 1e-12);
    }

    [Fact]
    public void Layers_are_summed_with_their_weights()
    {
        using var scope = NewDisposeScope();
        var (sr, hr) = (Noise(1, 1, 3, 6, 7), Noise(2, 1, 3, 6, 7));
        IReadOnlyList<Tensor> Layers(Tensor images) => [images.alias(), 2 * images.narrow(2, 0, 3)];
        var expected = (0.5 * new MseLoss().call(sr, hr).item<double>())
            + (3 * 4 * new MseLoss().call(sr.narrow(2, 0, 3), hr.narrow(2, 0, 3)).item<double>());
        Assert.Equal(expected, new VggContentLoss("φ", Layers, layerWeights: [0.5, 3]).call(sr, hr).item<double>(), 1e-12);
        Assert.Contains("2 layers but 1",
            Assert.Throws<ArgumentException>(() => new VggContentLoss("φ", Layers, layerWeights: [1]).call(sr, hr)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new VggContentLoss("φ", identity, featureScale: 0));
    }

    [Fact]
    public void The_target_passes_the_fixed_network_without_a_graph()
    {
        using var scope = NewDisposeScope();
        var graphs = new List<bool>();
        Tensor Network(Tensor images)
        {
            graphs.Add(is_grad_enabled());
            return images.square();
        }

        using var loss = new VggContentLoss("φ", Network).call(Noise(1, 1, 3, 4, 4).requires_grad_(), Noise(2, 1, 3, 4, 4));
        Assert.Equal([true, false], graphs);
    }

    [Fact]
    public void The_report_gives_each_terms_value_and_share()
    {
        var report = new LossReport([new LossTermValue("pixel", 0.75, 0.25), new LossTermValue("content", 1, 0.0625)]);
        Assert.Equal(2, report.Count);
        Assert.Equal((0.1875, 0.0625, 0.25), (report[0].Weighted, report[1].Weighted, report.Total));
        Assert.Equal((0.75, 0.25), (report.Share(0), report.Share(1)));
        var lines = report.ToString().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Matches(@"^pixel +0\.75 × 0\.25 += 0\.1875 +75\.0 %$", lines[0]);
        Assert.Matches(@"^total +.*= 0\.25$", lines[2]);
    }
}
