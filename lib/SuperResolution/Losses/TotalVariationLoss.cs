using static TorchSharp.torch;

namespace SuperResolution.Losses;

/// <summary>
/// Total variation of the output: the mean length of its gradient (SRGAN, arXiv 1609.04802, the regulariser of SRResNet-VGG22). 0 for flat
/// images, lower is smoother.
/// </summary>
/// <remarks>
/// 1/(W·H) · Σ ‖∇G‖ with forward differences, zero behind the last row and column, mean over channels and images.
/// The paper adds it with weight 2·10⁻⁸. As the equation is printed, divided by the number of pixels, the term is then below 3·10⁻⁸
/// and hardly acts beside a content loss: a larger weight is yours to choose. The target is not looked at.
/// </remarks>
public sealed class TotalVariationLoss : Loss
{
    // Makes the length differentiable where the image is flat: far below a step of 8-bit samples (4e-3), and its square is above float32's
    // smallest numbers.
    private const double Smoothing = 1e-6;

    /// <inheritdoc/>
    public override string Name => "TV";

    /// <summary>The total variation of the output; the target is ignored.</summary>
    /// <inheritdoc/>
    public override Tensor call(Tensor output, Tensor target) => call(output);

    /// <summary>The total variation of images (N, C, H, W).</summary>
    /// <returns>A scalar; the caller owns it.</returns>
    /// <exception cref="ArgumentException">Not four dimensions.</exception>
    public Tensor call(Tensor output)
    {
        if (output.dim() != 4)
            throw new ArgumentException($"Total variation is of images (N, C, H, W), not of ({string.Join(", ", output.shape)}).");
        using var scope = NewDisposeScope();
        var (height, width) = (output.size(2), output.size(3));
        var down = cat([output.narrow(2, 1, height - 1) - output.narrow(2, 0, height - 1), zeros_like(output.narrow(2, 0, 1))], dim: 2);
        var right = cat([output.narrow(3, 1, width - 1) - output.narrow(3, 0, width - 1), zeros_like(output.narrow(3, 0, 1))], dim: 3);
        var length = (down.square() + right.square() + (Smoothing * Smoothing)).sqrt() - Smoothing;
        return length.mean().MoveToOuterDisposeScope();
    }
}
