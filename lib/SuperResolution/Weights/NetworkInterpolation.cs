using static TorchSharp.torch;

namespace SuperResolution.Weights;

/// <summary>
/// θ = (1 − α)·θ_A + α·θ_B over all weights of two networks of one architecture (ESRGAN, arXiv 1809.00219, section 3.4).
/// </summary>
/// <remarks>
/// In the paper A was trained for PSNR and B is the GAN that started from A; networks that were trained apart need not have anything
/// sensible in between. Running mean and variance of batch normalisation are interpolated like weights (the paper's network has none;
/// exact statistics would need the data again). Integer buffers (num_batches_tracked) are A's.
/// </remarks>
public static class NetworkInterpolation
{
    /// <summary>Interpolates two state dictionaries.</summary>
    /// <param name="a">Names and tensors of the first network, e.g. <c>state_dict()</c> or <see cref="WeightsFile.Tensors"/>.</param>
    /// <param name="b">Those of the second: the same names and shapes.</param>
    /// <param name="alpha">0…1; at 0 and 1 the result equals A and B bit for bit.</param>
    /// <returns>New tensors of A's types on A's devices, computed in double precision; the caller owns them.</returns>
    /// <exception cref="ArgumentOutOfRangeException">α lies outside of 0…1: the paper interpolates, it does not extrapolate.</exception>
    /// <exception cref="WeightsFormatException">Names, shapes or kinds of numbers differ; all of them are named.</exception>
    public static Dictionary<string, Tensor> Tensors(
        IReadOnlyDictionary<string, Tensor> a, IReadOnlyDictionary<string, Tensor> b, double alpha)
    {
        if (!(alpha is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(alpha), $"α is {alpha}; it goes from 0 (the first network) to 1 (the second). Extrapolation is not supported.");
        Check(a, b);
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        return a.ToDictionary(pair => pair.Key, pair => Between(pair.Value, b[pair.Key], alpha).MoveToOuterDisposeScope());
    }

    /// <summary>Interpolates two state dictionaries into a network of the same architecture.</summary>
    /// <param name="network">Where to; it may be one of the two.</param>
    /// <param name="a">As for <see cref="Tensors"/>.</param>
    /// <param name="b">As for <see cref="Tensors"/>.</param>
    /// <param name="alpha">0…1.</param>
    /// <exception cref="ArgumentOutOfRangeException">As for <see cref="Tensors"/>.</exception>
    /// <exception cref="WeightsFormatException">
    /// As for <see cref="Tensors"/>, or they do not fit the network; it is unchanged then.
    /// </exception>
    public static void Apply(nn.Module network, IReadOnlyDictionary<string, Tensor> a, IReadOnlyDictionary<string, Tensor> b, double alpha)
    {
        using var scope = NewDisposeScope();
        ModuleWeights.Copy(network, Tensors(a, b, alpha), "the interpolated network");
    }

    private static Tensor Between(Tensor a, Tensor b, double alpha)
    {
        if (alpha == 0 || !a.is_floating_point()) return a.detach().clone();
        var other = b.detach().to(float64).to(a.device);
        if (alpha == 1) return other.to(a.dtype).clone(); // a sum with 0·A would turn −0 into 0, and infinities into NaN
        return (a.detach().to(float64) * (1 - alpha)).add_(other * alpha).to(a.dtype);
    }

    private static void Check(IReadOnlyDictionary<string, Tensor> a, IReadOnlyDictionary<string, Tensor> b)
    {
        var missing = a.Keys.Where(key => !b.ContainsKey(key)).Select(key => $"'{key}' is missing");
        var unexpected = b.Keys.Where(key => !a.ContainsKey(key)).Select(key => $"'{key}' is unexpected");
        var shared = a.Where(pair => b.ContainsKey(pair.Key)).ToList();
        var shapes = shared.Where(pair => !pair.Value.shape.SequenceEqual(b[pair.Key].shape))
            .Select(pair => $"'{pair.Key}' has the shape ({string.Join(", ", b[pair.Key].shape)}) instead of " +
                $"({string.Join(", ", pair.Value.shape)})");
        var kinds = shared.Where(pair => pair.Value.is_floating_point() != b[pair.Key].is_floating_point())
            .Select(pair => $"'{pair.Key}' is {b[pair.Key].dtype} instead of {pair.Value.dtype}");
        var problems = missing.Concat(unexpected).Concat(shapes).Concat(kinds).ToList();
        if (problems.Count > 0)
            throw new WeightsFormatException("the second network", $"it differs from the first: {string.Join(", ", problems)}");
    }
}
