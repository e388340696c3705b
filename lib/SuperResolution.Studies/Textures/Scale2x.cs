using SuperResolution.Imaging;
using static TorchSharp.torch;

namespace SuperResolution.Textures;

/// <summary>
/// Scale2x, also known as AdvMAME2x and equal to EPX: enlarges pixel art by rounding corners, without a single new colour (Eric Johnston
/// at LucasArts 1992; Andrea Mazzoleni 2001).
/// </summary>
/// <remarks>
/// Each pixel becomes 2×2. A quarter takes the colour of its two outer neighbours if these agree and the pattern is a corner and no line:
/// the left one equals the upper one, the upper one differs from the right one, and the left one from the lower one; so in turn for the
/// other quarters. Colours are only compared, for equality of all channels: (N, 4, h, w) with alpha, or palette indices, do as well.
/// Outside of the picture the edge pixel is repeated.
/// </remarks>
/// <param name="passes">How often it is applied: 1 for ×2, 2 for ×4 ("Scale4x").</param>
/// <exception cref="ArgumentOutOfRangeException">Not 1 to 4 passes.</exception>
public sealed class Scale2x(int passes = 1) : Upscaler
{
    private readonly int passes = passes is >= 1 and <= 4 ? passes
        : throw new ArgumentOutOfRangeException(nameof(passes), $"{passes} passes: 1 (×2) to 4 (×16) are possible.");

    /// <inheritdoc/>
    public override string Name => passes == 1 ? "Scale2x" : $"Scale2x, {passes} times";

    /// <inheritdoc/>
    public override int Scale => 1 << passes;

    /// <inheritdoc/>
    public override bool RestoresLuma => false;

    /// <summary>One LR pixel for each pass.</summary>
    public override int? Reach => passes;

    /// <summary>Any number of channels.</summary>
    /// <param name="lr">(N, C, h, w); all channels of a pixel are one colour.</param>
    public override Tensor Upscale(Tensor lr)
    {
        using var scope = NewDisposeScope();
        var x = lr.detach().to(float32).cpu();
        for (var pass = 0; pass < passes; pass++) x = Once(x);
        return x.contiguous().clone().MoveToOuterDisposeScope();
    }

    /// <summary>By the same rule: a mask of pixel art stays hard.</summary>
    /// <param name="alpha">Gray; 0 is clear, 255 opaque.</param>
    public override Picture UpscaleAlpha(Picture alpha) => Upscale(alpha);

    private static Tensor Once(Tensor x)
    {
        var (height, width) = (x.size(2), x.size(3));
        var padded = nn.functional.pad(x, [1, 1, 1, 1], TorchSharp.PaddingModes.Replicate);
        Tensor Neighbour(int right, int down) => padded.narrow(2, 1 + down, height).narrow(3, 1 + right, width);
        var (up, down, left, right) = (Neighbour(0, -1), Neighbour(0, 1), Neighbour(-1, 0), Neighbour(1, 0));
        Tensor Equal(Tensor a, Tensor b) => a.eq(b).all(1, keepdim: true);
        var (leftUp, upRight, rightDown, downLeft) = (Equal(left, up), Equal(up, right), Equal(right, down), Equal(down, left));

        // A corner: these two agree, and neither agrees with its other neighbour along the ring.
        Tensor Quarter(Tensor parents, Tensor before, Tensor after, Tensor colour) => where(parents & ~before & ~after, colour, x);
        var quarters = stack([Quarter(leftUp, downLeft, upRight, left), Quarter(upRight, leftUp, rightDown, right),
            Quarter(downLeft, rightDown, leftUp, left), Quarter(rightDown, upRight, downLeft, right)], dim: 2);
        return nn.functional.pixel_shuffle(quarters.reshape(x.size(0), 4 * x.size(1), height, width), 2);
    }
}
