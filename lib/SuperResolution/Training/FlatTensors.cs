using static TorchSharp.torch;

namespace SuperResolution.Training;

/// <summary>The values of many tensors as one vector: one operator for all of them instead of one for each.</summary>
/// <remarks>
/// An optimiser's step on a GPU is a matter of launching kernels: with 8 for each of a network's some hundred weights it takes longer than
/// the network itself. Values are in the order in which they lie in memory, so that nothing is reordered; LibTorch gives gradients the
/// memory order of their weights.
/// </remarks>
internal static class FlatTensors
{
    /// <summary>A copy of all values, (n); the caller owns it.</summary>
    /// <param name="tensors">At least one, all of one type and device, without gaps in memory.</param>
    public static Tensor Join(IEnumerable<Tensor> tensors)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        return cat([.. tensors.Select(Flat)]).MoveToOuterDisposeScope();
    }

    /// <summary>A tensor's memory as a vector that shares it.</summary>
    public static Tensor Flat(Tensor tensor) => tensor.as_strided([tensor.numel()], [1], tensor.storage_offset());

    /// <summary>
    /// The parts of a vector that belong to each tensor, in the tensor's shape and memory order. They share the vector's memory; the
    /// caller owns them.
    /// </summary>
    /// <param name="flat">As <see cref="Join"/> makes it.</param>
    /// <param name="like">The tensors that it was made of, or equal ones.</param>
    public static List<Tensor> Parts(Tensor flat, IEnumerable<Tensor> like)
    {
        using var frozen = no_grad();
        var (parts, position) = (new List<Tensor>(), flat.storage_offset());
        foreach (var tensor in like)
        {
            parts.Add(flat.as_strided(tensor.shape, tensor.stride(), position));
            position += tensor.numel();
        }
        return parts;
    }
}
