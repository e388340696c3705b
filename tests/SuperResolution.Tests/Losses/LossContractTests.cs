using SuperResolution.Losses;
using SuperResolution.Models;
using TorchSharp;
using static SuperResolution.Tests.Losses.GradientCheck;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Losses;

/// <summary>What holds for every loss of two images or feature maps.</summary>
public class LossContractTests
{
    private static Tensor Features(Tensor images)
    {
        using var scope = NewDisposeScope();
        return nn.functional.conv2d(images, Noise(9, 5, 2, 3, 3).to(images.dtype) - 0.5).tanh().MoveToOuterDisposeScope();
    }

    // Loss, height and width, and its value for equal arguments (null where that is no constant).
    private static readonly Dictionary<string, (Loss Loss, int Height, int Width, double? Minimum)> all = new()
    {
        ["MSE"] = (new MseLoss(), 5, 7, 0),
        ["L1"] = (new L1Loss(), 5, 7, 0),
        ["Charbonnier"] = (new CharbonnierLoss(0.1), 5, 7, 0.1),
        ["SSIM"] = (new SsimLoss(), 13, 15, 0),
        ["MS-SSIM"] = (new MsSsimLoss(MsSsimLoss.FirstScales(2)), 23, 25, 0),
        ["full-size MS-SSIM"] = (new FullSizeMsSsimLoss(9), 11, 12, 0),
        ["Mix"] = (new MixLoss(window: 9), 11, 12, 0),
        ["TV"] = (new TotalVariationLoss(), 5, 7, null),
        ["CX"] = (ContextualLoss.PaperFormula(), 4, 5, null),
        ["CX code"] = (ContextualLoss.OfficialCode(), 4, 5, null),
        ["CoBi"] = (CoBiLoss.PaperFormula(), 4, 5, 0),
        ["CoBi L2"] = (CoBiLoss.PaperFormula(feature: FeatureDistance.SquaredEuclidean), 4, 5, 0),
        ["CoBi code"] = (CoBiLoss.OfficialCode(), 4, 5, null),
        ["CoBi code L2, wide"] = (CoBiLoss.OfficialCode(feature: FeatureDistance.SquaredEuclidean, coordinateScale: 1), 4, 5, null),
        ["CX on a grid"] = (ContextualLoss.PaperFormula(maxPositions: 12), 6, 7, null),
        ["VGG"] = (new VggContentLoss("φ", Features), 6, 7, 0),
        ["VGG L1"] = (new VggContentLoss("φ", Features, ContentCriterion.L1, 0.5), 6, 7, 0),
        ["VGG eq. 5"] = (new VggContentLoss("φ", Features, ContentCriterion.SumOverChannels), 6, 7, 0),
        ["GAN"] = (new GeneratorLoss(new AdversarialLoss(), Features), 6, 7, null),
    };

    public static TheoryData<string> Names => [.. all.Keys];

    public static TheoryData<string> OfTheTarget => [.. all.Keys.Except(["TV", "GAN"])]; // those two look at the output alone

    public static TheoryData<string> WithMinimum => [.. all.Where(pair => pair.Value.Minimum is not null).Select(pair => pair.Key)];

    public static TheoryData<string> Symmetric =>
        ["MSE", "L1", "Charbonnier", "SSIM", "MS-SSIM", "full-size MS-SSIM", "Mix", "VGG", "VGG L1", "VGG eq. 5"];

    private static (Loss, Tensor Output, Tensor Target) Case(string name, long batch = 1)
    {
        var (loss, height, width, _) = all[name];
        var target = Noise(1, batch, 2, height, width);
        return (loss, (0.6 * target) + (0.4 * Noise(2, batch, 2, height, width)), target);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_gradient_of_the_output_equals_differences(string name)
    {
        using var scope = NewDisposeScope();
        var (loss, output, target) = Case(name, batch: 2);
        Agrees(x => loss.call(x, target), output, 1e-5);
    }

    [Theory, MemberData(nameof(OfTheTarget))]
    public void The_gradient_of_the_target_equals_differences(string name)
    {
        using var scope = NewDisposeScope();
        var (loss, output, target) = Case(name);
        Agrees(y => loss.call(output, y), target, 1e-5);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_batch_of_two_is_the_mean_of_two_batches_of_one(string name)
    {
        using var scope = NewDisposeScope();
        var (loss, output, target) = Case(name, batch: 2);
        var (first, second) = (loss.call(output[..1], target[..1]).item<double>(), loss.call(output[1..], target[1..]).item<double>());
        Assert.NotEqual(first, second);
        Assert.Equal((first + second) / 2, loss.call(output, target).item<double>(), 1e-10);
    }

    [Theory, MemberData(nameof(WithMinimum))]
    public void Equal_arguments_give_the_minimum(string name)
    {
        using var scope = NewDisposeScope();
        var (loss, output, target) = Case(name);
        Assert.Equal(all[name].Minimum!.Value, loss.call(target, target).item<double>(), 1e-9);
        Assert.True(loss.call(output, target).item<double>() > all[name].Minimum!.Value + 1e-4);
    }

    [Theory, MemberData(nameof(Symmetric))]
    public void Output_and_target_can_change_places(string name)
    {
        using var scope = NewDisposeScope();
        var (loss, output, target) = Case(name);
        Assert.Equal(loss.call(output, target).item<double>(), loss.call(target, output).item<double>(), 1e-10);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_result_is_a_scalar_of_the_arguments_type_and_repeats_exactly(string name)
    {
        using var scope = NewDisposeScope();
        var (loss, output, target) = Case(name, batch: 2);
        var single = loss.call(output.to(float32), target.to(float32));
        Assert.Equal((ScalarType.Float32, 0L), (single.dtype, single.dim()));
        Assert.Equal(loss.call(output, target).item<double>(), single.to(float64).item<double>(), 1e-4);
        Assert.Equal(loss.call(output, target).item<double>(), loss.call(output, target).item<double>());
    }

    [Theory, MemberData(nameof(Names))]
    public void Nothing_but_the_result_stays_alive(string name)
    {
        using var scope = NewDisposeScope();
        var (loss, output, target) = Case(name, batch: 2);
        output.requires_grad_();
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var before = scope.DisposablesCount;
        using (loss.call(output, target))
            Assert.Equal((live + 1, before + 1), (DisposeScopeManager.Statistics.ThreadTotalLiveCount, scope.DisposablesCount));
        Assert.Equal((live, before), (DisposeScopeManager.Statistics.ThreadTotalLiveCount, scope.DisposablesCount));
    }

    [Theory, MemberData(nameof(OfTheTarget))]
    public void Different_shapes_are_refused_with_both_shapes(string name)
    {
        using var scope = NewDisposeScope();
        var (loss, output, _) = Case(name);
        var other = zeros(1, 2, 40, 41, dtype: ScalarType.Float64);
        var message = Assert.Throws<ArgumentException>(() => loss.call(output, other)).Message;
        Assert.Contains($"(1, 2, {output.size(2)}, {output.size(3)})", message);
        Assert.Contains("(1, 2, 40, 41)", message);
    }

    [Theory, MemberData(nameof(Names))]
    public void Without_gradients_the_value_is_the_same(string name)
    {
        using var scope = NewDisposeScope();
        var (loss, output, target) = Case(name, batch: 2);
        var value = loss.call(output.clone().requires_grad_(), target).item<double>();
        using var frozen = no_grad();
        Assert.Equal(value, loss.call(output, target).item<double>(), 1e-10);
    }
}
