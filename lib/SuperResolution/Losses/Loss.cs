using SuperResolution.Models;
using static TorchSharp.torch;

namespace SuperResolution.Losses;

/// <summary>What a training minimises: a number for a batch, lower is better.</summary>
/// <remarks>
/// Every loss is differentiable, works on any device in the float type of its arguments, and keeps no state between calls.
/// Numbers are means over the batch, so that a learning rate does not depend on the batch size; where a paper sums, the loss says so.
/// </remarks>
public abstract class Loss : Objective
{
    /// <summary>The loss of a batch. Lower case as TorchSharp's modules have it.</summary>
    /// <param name="output">What the network made: (N, C, H, W), in [0, 1] unless the loss says otherwise.</param>
    /// <param name="target">The truth, same shape and type.</param>
    /// <returns>A scalar tensor with the gradient's graph; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The shapes differ or do not suit the loss.</exception>
    public abstract Tensor call(Tensor output, Tensor target);
}
