using SuperResolution.Imaging;
using SuperResolution.Models;
using static TorchSharp.torch;

namespace SuperResolution.Losses;

/// <summary>
/// Content loss in a network's feature space: SRGAN's l_VGG/i.j (arXiv 1609.04802, eq. 5) and ESRGAN's L_percep (arXiv 1809.00219). At
/// least 0, lower is better.
/// </summary>
/// <remarks>
/// φ_i,j is the j-th convolution before the i-th max-pooling of VGG19: SRGAN takes it after the activation (φ2,2 and φ5,4), ESRGAN before
/// (φ5,4). Which one it is decides the network that is passed in; the name should say it.
/// The network is fixed: a target without a gradient passes it without a graph.
/// </remarks>
public sealed class VggContentLoss : Loss
{
    /// <summary>
    /// SRGAN rescales VGG's feature maps by 1/12.75, "equivalent to multiplying eq. 5 by ≈ 0.006" (1/12.75² = 0.00615), so that the VGG
    /// losses are as large as the MSE loss. Its weight 10⁻³ of the adversarial term counts beside a content loss that is scaled so.
    /// </summary>
    public const double SrganFeatureScale = 1 / 12.75;

    private readonly Func<Tensor, IReadOnlyList<Tensor>> features;
    private readonly ContentCriterion criterion;
    private readonly double[]? layerWeights;

    /// <summary>The sum over several layers.</summary>
    /// <param name="name">What is compared, e.g. "VGG19 φ5,4 before activation".</param>
    /// <param name="features">Images (N, 3, H, W) in [0, 1] → one tensor (N, C, h, w) per layer. The loss disposes what it gets.</param>
    /// <param name="criterion">How feature maps are compared.</param>
    /// <param name="featureScale">
    /// Factor on the features: 1, or <see cref="SrganFeatureScale"/>. Squared criteria scale with its square.
    /// </param>
    /// <param name="layerWeights">One per layer; null for 1 each.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not above 0.</exception>
    public VggContentLoss(string name, Func<Tensor, IReadOnlyList<Tensor>> features, ContentCriterion criterion = ContentCriterion.Mse,
        double featureScale = 1, IReadOnlyList<double>? layerWeights = null)
    {
        if (!(featureScale > 0))
            throw new ArgumentOutOfRangeException(nameof(featureScale), featureScale, "The feature scale must be above 0.");
        (Name, this.features, this.criterion, FeatureScale, this.layerWeights) =
            (name, features, criterion, featureScale, layerWeights?.ToArray());
    }

    /// <summary>
    /// The layers of a VGG network, for example <c>VggWeights.Open19(VggLayer.Phi54.BeforeActivation)</c>; the caller owns it.
    /// </summary>
    /// <inheritdoc cref="VggContentLoss(string, Func{Tensor, IReadOnlyList{Tensor}}, ContentCriterion, double, IReadOnlyList{double})"/>
    /// <param name="network">The network with its weights.</param>
    /// <param name="criterion">How feature maps are compared.</param>
    /// <param name="featureScale">Factor on the features.</param>
    /// <param name="layerWeights">One per layer; null for 1 each.</param>
    public VggContentLoss(VggFeatures network, ContentCriterion criterion = ContentCriterion.Mse, double featureScale = 1,
        IReadOnlyList<double>? layerWeights = null)
        : this(network.Description, network.Extract, criterion, featureScale, layerWeights)
    {
    }

    /// <summary>One layer.</summary>
    /// <inheritdoc cref="VggContentLoss(string, Func{Tensor, IReadOnlyList{Tensor}}, ContentCriterion, double, IReadOnlyList{double})"/>
    /// <param name="name">What is compared.</param>
    /// <param name="feature">Images (N, 3, H, W) in [0, 1] → φ_i,j (N, C, h, w).</param>
    /// <param name="criterion">How feature maps are compared.</param>
    /// <param name="featureScale">Factor on the features.</param>
    public VggContentLoss(string name, Func<Tensor, Tensor> feature, ContentCriterion criterion = ContentCriterion.Mse,
        double featureScale = 1)
        : this(name, images => [feature(images)], criterion, featureScale)
    {
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>Factor on the features before they are compared.</summary>
    public double FeatureScale { get; }

    /// <summary>The weighted sum over the layers.</summary>
    /// <param name="output">(N, 3, H, W) in [0, 1].</param>
    /// <param name="target">The same shape.</param>
    /// <returns>A scalar; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or there are more or fewer layers than weights.</exception>
    public override Tensor call(Tensor output, Tensor target)
    {
        SameSize.Require(output, target);
        using var scope = NewDisposeScope();
        var (ofOutput, ofTarget) = (features(output), OfTarget(target));
        if (layerWeights is not null && layerWeights.Length != ofOutput.Count)
            throw new ArgumentException($"{Name}: {ofOutput.Count} layers but {layerWeights.Length} layer weights.");
        var sum = zeros([], output.dtype, output.device);
        for (var i = 0; i < ofOutput.Count; i++) sum = sum + ((layerWeights?[i] ?? 1) * Compare(ofOutput[i], ofTarget[i]));
        return sum.MoveToOuterDisposeScope();
    }

    private IReadOnlyList<Tensor> OfTarget(Tensor target)
    {
        if (target.requires_grad) return features(target);
        using var frozen = no_grad();
        return features(target);
    }

    private Tensor Compare(Tensor a, Tensor b)
    {
        var difference = (a - b) * FeatureScale;
        return criterion switch
        {
            ContentCriterion.L1 => difference.abs().mean(),
            ContentCriterion.SumOverChannels => difference.square().sum([1]).mean(),
            _ => difference.square().mean(),
        };
    }
}
