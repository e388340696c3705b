using static TorchSharp.torch;

namespace SuperResolution.Imaging;

/// <summary>MATLAB's imresize as an upscaler: nearest, bilinear or bicubic.</summary>
/// <param name="kernel">Which one.</param>
/// <param name="scale">2, 3, 4 …</param>
public sealed class Interpolation(ResizeKernel kernel, int scale) : Upscaler
{
    /// <summary>The nearest pixel.</summary>
    public static Interpolation Nearest(int scale) => new(ResizeKernel.Nearest, scale);

    /// <summary>Linear between neighbours.</summary>
    public static Interpolation Bilinear(int scale) => new(ResizeKernel.Bilinear, scale);

    /// <summary>Keys' cubic, a = −0.5: the control row of every table.</summary>
    public static Interpolation Bicubic(int scale) => new(ResizeKernel.Bicubic, scale);

    /// <summary>All three, the simplest first.</summary>
    public static IReadOnlyList<Interpolation> All(int scale) => [Nearest(scale), Bilinear(scale), Bicubic(scale)];

    /// <inheritdoc/>
    public override string Name => kernel.ToString();

    /// <inheritdoc/>
    public override int Scale => scale;

    /// <inheritdoc/>
    public override bool RestoresLuma => true;

    /// <summary>0 for nearest, 1 for bilinear, 2 for bicubic: the kernel's half width.</summary>
    public override int? Reach => kernel switch { ResizeKernel.Nearest => 0, ResizeKernel.Bilinear => 1, _ => 2 };

    /// <inheritdoc/>
    public override Tensor Upscale(Tensor lr) => Resize.Imresize(lr, scale, kernel);

    /// <summary>MATLAB's imresize of a uint8 image, rounding between the passes included.</summary>
    public override Picture Upscale(Picture lr) => Resize.Imresize(lr, scale, kernel);

    /// <summary>By the same kernel as the colours: who asks for hard pixels wants them in the mask too.</summary>
    /// <param name="alpha">Gray; 0 is clear, 255 opaque.</param>
    public override Picture UpscaleAlpha(Picture alpha) => Upscale(alpha);
}
