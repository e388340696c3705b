using static TorchSharp.torch;

namespace SuperResolution.Training;

/// <summary>Looks for infinities and NaN in many tensors at once.</summary>
internal static class FiniteNumbers
{
    /// <summary>
    /// Whether all values are finite. A sum keeps every infinity and NaN, so that one pass and one wait for the device are enough.
    /// </summary>
    /// <param name="tensors">All on one device; whole numbers are finite.</param>
    public static bool Are(IEnumerable<Tensor> tensors)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var sums = tensors.Where(tensor => tensor.is_floating_point()).Select(tensor => tensor.sum()).ToList();
        return sums.Count == 0 || double.IsFinite(stack(sums).sum().to(float64).item<double>());
    }
}
