using SuperResolution.Imaging;

namespace SuperResolution.Multiframe;

/// <summary>A merged burst, and what was found out on the way.</summary>
/// <param name="Result">The base frame, enlarged.</param>
/// <param name="Flows">Displacements of all frames but the base, in their order.</param>
/// <param name="Robustness">How far these frames were trusted, for each pixel of the base.</param>
/// <param name="Kernels">The kernels.</param>
public sealed record MergedBurst(
    Picture Result, IReadOnlyList<FlowField> Flows, IReadOnlyList<FloatPlane> Robustness, SteerableKernels Kernels)
{
    /// <summary>Mean over pixels of the number of frames that took part, the base included.</summary>
    public double EffectiveFrames => 1 + Robustness.Sum(map => (double)map.Values.ToArray().Average());
}
