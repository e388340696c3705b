using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SuperResolution.Training;

/// <summary>Limits for gradients, applied between the backward pass and the optimiser's step.</summary>
/// <remarks>
/// Parameters without a gradient are left out. Own code because TorchSharp has no limit for a gradient that is one vector, and none like
/// VDSR's.
/// </remarks>
public static class GradientClipping
{
    // PyTorch's guard against a division by zero, kept so that results are equal.
    private const double Tiny = 1e-6;

    /// <summary>
    /// Scales all gradients by one factor so that their common Euclidean norm is at most <paramref name="max"/> (Pascanu et al., arXiv
    /// 1211.5063, algorithm 1).
    /// </summary>
    /// <param name="parameters">All on one device.</param>
    /// <param name="max">Above 0.</param>
    /// <returns>The norm before. If it is not a finite number, the gradients are as they were: leave the update out.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not above 0.</exception>
    public static double ByNorm(IEnumerable<Parameter> parameters, double max) => Limit(Gradients(parameters), max);

    /// <summary>The same for a gradient that is one vector.</summary>
    internal static double ByNorm(Tensor gradient, double max) => Limit([gradient], max);

    /// <summary>Clips every component to [−<paramref name="limit"/>, <paramref name="limit"/>].</summary>
    /// <param name="parameters">Any devices.</param>
    /// <param name="limit">Above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not above 0.</exception>
    public static void ByValue(IEnumerable<Parameter> parameters, double limit)
    {
        Require(limit);
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var gradient in Gradients(parameters)) gradient.clamp_(-limit, limit);
    }

    /// <summary>
    /// VDSR's adjustable clipping to [−θ/γ, θ/γ] (Kim et al., arXiv 1511.04587, section 3.2): no plain gradient step moves a weight by
    /// more than θ, whatever the rate.
    /// </summary>
    /// <remarks>The paper does not give θ. Meant for gradient descent with a falling rate; Adam's steps are limited anyway.</remarks>
    /// <param name="parameters">Any devices.</param>
    /// <param name="theta">θ, above 0.</param>
    /// <param name="rate">γ, the current learning rate, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not above 0.</exception>
    public static void Adjustable(IEnumerable<Parameter> parameters, double theta, double rate)
    {
        Require(theta);
        Require(rate);
        ByValue(parameters, theta / rate);
    }

    private static double Limit(IReadOnlyCollection<Tensor> gradients, double max)
    {
        Require(max);
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        if (gradients.Count == 0) return 0;

        // one wait for the device, not one for each tensor
        double norm = stack([.. gradients.Select(gradient => gradient.norm())]).norm().item<float>();
        if (!double.IsFinite(norm) || norm + Tiny <= max) return norm;
        foreach (var gradient in gradients) gradient.mul_(max / (norm + Tiny));
        return norm;
    }

    private static List<Tensor> Gradients(IEnumerable<Parameter> parameters) =>
        [.. parameters.Select(parameter => parameter.grad).OfType<Tensor>()];

    private static void Require(double value)
    {
        if (!(value > 0))
            throw new ArgumentOutOfRangeException(
                nameof(value), $"Gradients cannot be clipped with {value}: limits and learning rates must be above 0.");
    }
}
