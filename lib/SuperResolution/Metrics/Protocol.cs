using SuperResolution.Datasets;
using SuperResolution.Imaging;
using static TorchSharp.torch;

namespace SuperResolution.Metrics;

/// <summary>
/// How an upscaler is measured: how LR is made, which channel is compared, what is cut off. Every number in this kit names one.
/// </summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Scale">HR pictures are cut to a multiple of it and shrunk by it with MATLAB's bicubic.</param>
/// <param name="Border">Pixels cut from every side before comparing.</param>
/// <param name="Luma">The channel that is compared; null compares red, green and blue.</param>
/// <param name="Lr">What is shrunk. RGB networks get an 8-bit picture in any case.</param>
/// <param name="Daala">The daala tools' SSIM instead of Wang's.</param>
/// <param name="UnroundedLuma">
/// The luma of the 8-bit result is compared as it is, not rounded to 8 bit again (BT.601 limited range only).
/// </param>
public sealed record Protocol(
    string Name, int Scale, int Border, LumaStandard? Luma, LowResolution Lr, bool Daala = false, bool UnroundedLuma = false)
{
    /// <summary>Y of BT.601 (16…235), border = scale: SRCNN, VDSR, EDSR, ESRGAN and most tables.</summary>
    public static Protocol Y601(int scale) => new("Y601", scale, scale, LumaStandard.Bt601Limited, LowResolution.FloatLuma);

    /// <summary>
    /// As <see cref="Y601"/>, but LR is an 8-bit colour picture for every upscaler and the luma is not rounded: BasicSR's
    /// "test_y_channel", what most PyTorch projects report.
    /// </summary>
    /// <remarks>0.01 to 0.03 dB above Y601 for interpolation, up to 0.06 dB for networks.</remarks>
    public static Protocol Y601Unrounded(int scale) =>
        new("Y601 unrounded", scale, scale, LumaStandard.Bt601Limited, LowResolution.Picture, UnroundedLuma: true);

    /// <summary>Red, green and blue, border = scale: BasicSR's and mmagic's tables. 1.3 to 1.9 dB below Y601.</summary>
    public static Protocol Rgb(int scale) => new("RGB", scale, scale, null, LowResolution.Picture);

    /// <summary>MATLAB's rgb2gray (0…255), border = scale: the bicubic rows of SRCNN's BSD200. About 1.3 dB below Y601.</summary>
    /// <remarks>LR is an 8-bit gray image: only so do the paper's bicubic rows come out (0.8524, 0.7469, 0.6727 on BSD200).</remarks>
    public static Protocol FullRangeGray(int scale) =>
        new("full-range gray", scale, scale, LumaStandard.Bt601Full, LowResolution.ByteLuma);

    /// <summary>As <see cref="FullRangeGray"/>, but LR is never rounded: the rows of the networks beside those bicubic ones.</summary>
    /// <remarks>
    /// Found by measuring SRCNN's own weights on BSD200 both ways: at ×3 they give 27.17 dB / 0.7963 with an 8-bit LR, and without
    /// rounding the paper's 27.18 / 0.7971.
    /// </remarks>
    public static Protocol FullRangeGrayFloat(int scale) =>
        new("full-range gray, float LR", scale, scale, LumaStandard.Bt601Full, LowResolution.FloatLuma);

    /// <summary>Y of BT.709 (16…235), 4 pixels cut, daala's SSIM, ×4: tables 1 and 2 of the SRGAN paper (arXiv 1609.04802).</summary>
    public static Protocol SrganPaper { get; } = new("SRGAN paper", 4, 4, LumaStandard.Bt709Limited, LowResolution.Picture, Daala: true);

    /// <summary>Y of BT.601, 4 pixels cut, ×4: the distortion side of the PIRM 2018 challenge.</summary>
    public static Protocol Pirm { get; } = new("PIRM", 4, 4, LumaStandard.Bt601Limited, LowResolution.Picture);

    /// <summary>All of a scale.</summary>
    /// <param name="scale">2, 3, 4 …</param>
    public static IReadOnlyList<Protocol> All(int scale) =>
        [Y601(scale), Y601Unrounded(scale), Rgb(scale), FullRangeGray(scale), FullRangeGrayFloat(scale),
            .. scale == 4 ? [SrganPaper, Pirm] : Array.Empty<Protocol>()];

    /// <summary>Makes LR, upscales, compares.</summary>
    /// <param name="upscaler">Of the same scale.</param>
    /// <param name="hr">The truth, any size of at least one multiple of the scale.</param>
    /// <exception cref="ArgumentException">The scales differ, or the picture is too small.</exception>
    public Score Evaluate(Upscaler upscaler, Picture hr)
    {
        var (truth, sr) = Upscale(upscaler, hr);
        return Measure(truth, sr);
    }

    /// <summary>Compares a result with the truth; gray pictures count as their own luma, but for daala's tools.</summary>
    /// <exception cref="ArgumentException">The sizes differ, or nothing is left inside of the border.</exception>
    public Score Measure(Picture hr, Picture sr)
    {
        SameSize.Require(hr, sr);
        if (Math.Min(hr.Width, hr.Height) < LeastCompared)
            throw new ArgumentException($"The protocol {Name} ×{Scale} needs pictures of at least {LeastCompared}×{LeastCompared} " +
                $"pixels, not {hr}.");
        if (UnroundedLuma && hr.Channels == 3)
        {
            using var scope = NewDisposeScope();
            var (x, y) = (FloatLuma(hr.Shave(Border)), FloatLuma(sr.Shave(Border)));
            return new Score(Metrics.Psnr.Of(x, y), Metrics.Ssim.Of(x, y));
        }
        var (a, b) = (Channel(hr).Shave(Border), Channel(sr).Shave(Border));
        return new Score(Metrics.Psnr.Of(a, b), Daala ? DaalaSsim.Of(a, b) : Metrics.Ssim.Of(a, b));
    }

    /// <summary>Looks at the sizes of a set's pictures, by their headers, before hours are spent on it.</summary>
    /// <param name="set">What is to be measured on.</param>
    /// <exception cref="DataSetException">A picture is too small to be measured; the message names it.</exception>
    public void RequireSizes(ImageSet set)
    {
        var least = (LeastCompared + Scale - 1) / Scale * Scale;
        if (set.FirstOrDefault(item => Math.Min(item.Size.Width, item.Size.Height) < least) is { } small)
            throw new DataSetException($"{set.Name}: the picture '{ForeignText.Show(small.Name)}' has " +
                $"{small.Size.Width}×{small.Size.Height} pixels, and {this} needs {least}×{least}. Leave it out, or measure at a " +
                "smaller scale.");
    }

    /// <summary>Makes LR and upscales: what is compared, as this protocol compares it.</summary>
    /// <exception cref="ArgumentException">The scales differ.</exception>
    internal (Picture Truth, Picture Sr) Upscale(Upscaler upscaler, Picture hr)
    {
        if (upscaler.Scale != Scale)
            throw new ArgumentException($"{upscaler.Name} upscales by {upscaler.Scale}, the protocol {Name} asks for {Scale}.");
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var truth = hr.CropToMultipleOf(Scale);
        if (ByLuma(upscaler) is { } standard) truth = ColorSpace.Luma(truth, standard);
        return (truth, Lr == LowResolution.FloatLuma && truth.Channels == 1
            ? Picture.FromTensor(upscaler.Upscale(Resize.Imresize(truth.ToTensor(), 1.0 / Scale)))
            : upscaler.Upscale(Resize.Imresize(truth, 1.0 / Scale)));
    }

    /// <summary>What an upscaler is given: protocols that agree in it share <see cref="Upscale"/>'s result.</summary>
    internal (int Scale, LumaStandard? Luma, bool Float) InputOf(Upscaler upscaler, Picture hr)
    {
        var luma = ByLuma(upscaler);
        return (Scale, luma, Lr == LowResolution.FloatLuma && (luma is not null || hr.Channels == 1));
    }

    /// <summary>All that decides a number, for a person and a computer: two protocols that differ in anything differ in it.</summary>
    internal string Content =>
        $"{Name} ×{Scale}, border {Border}, {Luma?.ToString() ?? "RGB"}, LR " +
        $"{Lr}{(Daala ? ", daala's SSIM" : "")}{(UnroundedLuma ? ", luma not rounded" : "")}";

    /// <summary>E.g. "Y601 ×3".</summary>
    public override string ToString() => $"{Name} ×{Scale}";

    private int LeastCompared => (2 * Border) + (Daala ? 1 : Metrics.Ssim.Window);

    private LumaStandard? ByLuma(Upscaler upscaler) => Lr != LowResolution.Picture && upscaler.RestoresLuma ? Luma : null;

    private static Tensor FloatLuma(Picture rgb) => ColorSpace.ToYCbCr(rgb.ToTensor()).narrow(1, 0, 1).contiguous();

    // Video tools know no gray: the SRGAN paper's rows for Set14 come out only when 'bridge' counts as three equal colours.
    private Picture Channel(Picture picture) =>
        Luma is { } standard ? ColorSpace.Luma(Daala ? picture.ToRgb() : picture, standard) : picture;
}

/// <summary>What the LR image of a protocol is made of.</summary>
public enum LowResolution
{
    /// <summary>The 8-bit picture in its own colours, rounded as MATLAB does; then every upscaler gets colours.</summary>
    Picture,

    /// <summary>The luma rounded to 8 bit before and after shrinking, for upscalers that restore luma.</summary>
    ByteLuma,

    /// <summary>
    /// The luma, rounded before shrinking only, as in the scripts of SRCNN's and VDSR's authors, for upscalers that restore luma.
    /// </summary>
    FloatLuma,
}
