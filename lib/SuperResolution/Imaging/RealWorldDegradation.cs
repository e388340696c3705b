using SuperResolution.Imaging;

namespace SuperResolution.Training;

/// <summary>
/// Blur, noise, JPEG and the downscaling in random order (after Zhang et al.: Designing a Practical Degradation Model for Deep Blind Image
/// Super-Resolution, arXiv 2103.14006, section 3).
/// </summary>
/// <remarks>
/// <para>Five steps are shuffled: two blurs, each isotropic or anisotropic; the downscaling; white noise, independent in each channel;
/// JPEG. Another JPEG comes last. A blur or noise before the downscaling therefore works on HR pixels, and weaker than one after
/// it.</para>
/// <para>A subset: without the paper's camera noise, gray and correlated noise, downscaling in two steps and nearest neighbour (which
/// moves the picture by a part of a pixel). Downscaling is MATLAB's, antialiased. Between steps the picture is 8 bit
/// (<see cref="Distortions"/>). The strengths are the published code's; no network of the kit has been trained with them yet.</para>
/// </remarks>
/// <param name="strengths">What is drawn; <see cref="DegradationStrengths.Bsrgan"/> for the paper's.</param>
public sealed class RealWorldDegradation(DegradationStrengths strengths) : IDegradation
{
    private const int Steps = 5;

    /// <summary>
    /// 8 LR pixels, one block of JPEG; what the strongest blur (after the downscaling) brings in from farther away is mirrored.
    /// </summary>
    public int Margin => 8;

    /// <inheritdoc/>
    public Picture Degrade(Picture hr, int scale, CounterRandom random)
    {
        Span<int> order = stackalloc int[Steps];
        for (var i = 0; i < Steps; i++) // Fisher and Yates, from the inside out
        {
            var j = (int)random.Below(i + 1);
            (order[i], order[j]) = (order[j], i);
        }
        var picture = hr;
        foreach (var step in order)
        {
            picture = step switch
            {
                0 or 1 => Blurred(picture, ref random),
                2 => Resize.Imresize(picture, 1.0 / scale,
                random.Unit() < strengths.Bilinear ? ResizeKernel.Bilinear : ResizeKernel.Bicubic),
                3 => Noisy(picture, ref random),
                _ => Compressed(picture, strengths.EarlyJpeg, ref random),
            };
        }
        return Compressed(picture, strengths.LateJpeg, ref random);
    }

    private Picture Blurred(Picture picture, ref CounterRandom random)
    {
        if (random.Unit() >= strengths.Anisotropic) return Distortions.GaussianBlur(picture, strengths.BlurSigma.Draw(ref random));
        var (along, across) = (Math.Sqrt(strengths.AxisVariance.Draw(ref random)), Math.Sqrt(strengths.AxisVariance.Draw(ref random)));
        return Distortions.GaussianBlur(picture, along, across, 180 * random.Unit());
    }

    private Picture Noisy(Picture picture, ref CounterRandom random)
    {
        var sigma = strengths.Noise.Draw(ref random);
        return sigma > 0 ? Distortions.GaussianNoise(picture, sigma, (int)random.Below(int.MaxValue)) : picture;
    }

    private Picture Compressed(Picture picture, double probability, ref CounterRandom random)
    {
        if (random.Unit() >= probability) return picture;
        return Distortions.Jpeg(picture, (int)Math.Round(strengths.JpegQuality.Draw(ref random)));
    }
}
