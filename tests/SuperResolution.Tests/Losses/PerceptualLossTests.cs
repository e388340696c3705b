using SuperResolution.Losses;
using SuperResolution.Models;
using static SuperResolution.Tests.Losses.GradientCheck;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Losses;

public class PerceptualLossTests
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

    [Fact] // SRGAN eq. 3 and SRResNet-VGG22; ESRGAN eq. 3 with λ = 5e-3, η = 1e-2
    public void Presets_have_the_papers_weights()
    {
        var (content, adversarial) = (new MseLoss(), new AdversarialLoss().AsImageLoss(identity));
        Assert.Equal([1, 1e-3], PerceptualLoss.Srgan(content, adversarial).Terms.Select(term => term.Weight));
        Assert.Equal([1, 2e-8], PerceptualLoss.SrresnetVgg22(content).Terms.Select(term => term.Weight));
        Assert.Equal([1, 5e-3, 1e-2], PerceptualLoss.Esrgan(content, adversarial).Terms.Select(term => term.Weight));
        Assert.Equal("content + 0.005·adversarial + 0.01·L1", PerceptualLoss.Esrgan(content, adversarial).Name);
    }

    [Fact]
    public void The_sum_and_its_gradient_are_those_of_the_terms_written_out()
    {
        using var scope = NewDisposeScope();
        var (sr, hr) = (Noise(1, 2, 3, 8, 8).requires_grad_(), Noise(2, 2, 3, 8, 8));
        var gan = new RelativisticAverageLoss();
        Tensor Discriminator(Tensor images) => images.square().mean([1, 2, 3]).unsqueeze(1);
        var sum = PerceptualLoss.Esrgan(new MseLoss(), gan.AsImageLoss(Discriminator));
        var value = sum.call(sr, hr, out var report);
        value.backward();
        var gradient = Doubles(sr.grad!);
        sr.grad = null;

        var expected = new MseLoss().call(sr, hr) + (5e-3 * gan.Generator(Discriminator(hr), Discriminator(sr)))
            + (1e-2 * new L1Loss().call(sr, hr));
        expected.backward();
        Assert.Equal(expected.item<double>(), value.item<double>(), 1e-12);
        Assert.Equal(expected.item<double>(), report.Total, 1e-12);
        Assert.Equal(expected.item<double>(), sum.call(sr, hr).item<double>(), 1e-12);
        Assert.All(gradient.Zip(Doubles(sr.grad!)), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void The_report_gives_each_terms_value_and_share()
    {
        using var scope = NewDisposeScope();
        var (sr, hr) = (full([1, 1, 4, 4], 0.5), full([1, 1, 4, 4], 0.25)); // L1 1/4, MSE 1/16
        var report = new PerceptualLoss(new LossTerm("pixel", 0.75, new L1Loss()), new LossTerm("content", 1, new MseLoss()))
            .Report(sr, hr);
        Assert.Equal(2, report.Count);
        Assert.Equal(new LossTermValue("pixel", 0.75, 0.25), report[0]);
        Assert.Equal((0.1875, 0.0625, 0.25), (report[0].Weighted, report[1].Weighted, report.Total));
        Assert.Equal((0.75, 0.25), (report.Share(0), report.Share(1)));
        var lines = report.ToString().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Matches(@"^pixel +0\.75 × 0\.25 += 0\.1875 +75\.0 %$", lines[0]);
        Assert.Matches(@"^total +.*= 0\.25$", lines[2]);
    }

    [Fact]
    public void Impossible_sums_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new PerceptualLoss());
        Assert.Contains("'x'", Assert.Throws<ArgumentException>(() => new PerceptualLoss(new LossTerm("x", -1, new L1Loss()))).Message);
        Assert.Contains("Two terms are called 'x'",
            Assert.Throws<ArgumentException>(
                () => new PerceptualLoss(new LossTerm("x", 1, new L1Loss()), new LossTerm("x", 1, new MseLoss()))).Message);
    }
}
