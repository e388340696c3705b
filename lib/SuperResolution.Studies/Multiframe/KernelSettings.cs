namespace SuperResolution.Multiframe;

/// <summary>
/// Parameters of the steerable kernels (Wronski et al., section 5.1; units and values as worked out in the IPOL article on the paper).
/// </summary>
/// <param name="Detail">k_detail: the width of a kernel on detail, in pixels of a frame.</param>
/// <param name="Denoise">k_denoise: how many times wider it is where there is none.</param>
/// <param name="Threshold">D_th.</param>
/// <param name="Transition">D_tr, in deviations of the noise.</param>
/// <param name="Stretch">k_stretch: how many times longer it is along an edge.</param>
/// <param name="Shrink">k_shrink: how many times narrower across.</param>
public sealed record KernelSettings(
    double Detail, double Denoise, double Threshold, double Transition, double Stretch = 4, double Shrink = 2)
{
    /// <summary>Values for a signal-to-noise ratio: linear between those for 6 and for 30.</summary>
    /// <param name="snr">Brightness over the noise's standard deviation, see <see cref="NoiseModel.Snr"/>.</param>
    public static KernelSettings ForSnr(double snr)
    {
        var t = (Math.Clamp(snr, 6, 30) - 6) / 24;
        double Between(double noisy, double clean) => noisy + (t * (clean - noisy));
        return new(Between(0.33, 0.25), Between(5, 3), Between(0.81, 0.71), Between(1.24, 1));
    }
}
