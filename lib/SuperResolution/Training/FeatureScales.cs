using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Models;
using static TorchSharp.torch;

namespace SuperResolution.Training;

/// <summary>Carries a feature scale that was chosen for one training of VGG19 over to the one that is at hand.</summary>
/// <remarks>
/// The same layer is some hundred times larger in Oxford's training than in an untrained network. With Oxford's scale on the latter a
/// content loss counts for nothing, the game is all that is left, and within a hundred steps the colours are gone.
/// </remarks>
internal static class FeatureScales
{
    private const int Side = 96;

    // Mean |φ(x) − φ(y)| of Oxford's VGG19 for the pair in Difference.
    private static readonly Dictionary<VggLayer, double> oxford = new()
    {
        [VggLayer.Phi22] = 122.08,
        [VggLayer.Phi34] = 469.10,
        [VggLayer.Phi22.BeforeActivation] = 292.77,
        [VggLayer.Phi34.BeforeActivation] = 652.45,
    };

    /// <summary>
    /// The scale with which this network's features differ by as much as Oxford's with theirs; layers beyond φ3,4, which Oxford's file
    /// does not have, keep it.
    /// </summary>
    /// <param name="network">It returns this layer alone.</param>
    /// <param name="layer">φ_i,j.</param>
    /// <param name="oxfordScale">The scale for Oxford's weights.</param>
    public static double For(VggFeatures network, VggLayer layer, double oxfordScale) =>
        network is { IsSubstitute: false, Preprocessing: VggPreprocessing.Oxford } || !oxford.TryGetValue(layer, out var size)
            ? oxfordScale
            : oxfordScale * size / Difference(network);

    /// <summary>Mean |φ(x) − φ(y)| for a drawn picture and its bicubic ×4 enlargement from a quarter of its size.</summary>
    internal static double Difference(VggFeatures network)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var hr = SyntheticImages.DeadLeaves(seed: 1, Side, Side);
        var sr = Interpolation.Bicubic(4).Upscale(Resize.Imresize(hr, 0.25));
        var device = network.parameters().First().device;
        return (network.call(hr.ToTensor().to(device)) - network.call(sr.ToTensor().to(device))).abs().mean().item<float>();
    }
}
