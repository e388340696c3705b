using static TorchSharp.torch;

namespace SuperResolution.Imaging;

/// <summary>Anything that makes a small image large: interpolation and networks alike, so that everything can be compared with everything.</summary>
public abstract class Upscaler
{
    /// <summary>What tables and captions call it.</summary>
    public abstract string Name { get; }

    /// <summary>How many times wider and higher the result is.</summary>
    public abstract int Scale { get; }

    /// <summary>Whether it restores luma on its own (interpolation, SRCNN, VDSR) and can be measured on luma that was never rounded.</summary>
    public abstract bool RestoresLuma { get; }

    /// <summary>Upscales (N, C, h, w) in [0, 1] with C = 1 (gray or luma) or 3 (RGB) to (N, C, h·Scale, w·Scale).</summary>
    /// <returns>float32 on the CPU; neither clamped nor rounded. The caller owns it.</returns>
    public abstract Tensor Upscale(Tensor lr);

    /// <summary>From an 8-bit picture to an 8-bit picture.</summary>
    public virtual Picture Upscale(Picture lr)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        return Picture.FromTensor(Upscale(lr.ToTensor()));
    }
}
