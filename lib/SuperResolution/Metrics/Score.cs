namespace SuperResolution.Metrics;

/// <summary>What a protocol says about one picture, or the mean over a set.</summary>
/// <param name="Psnr">dB, higher is better.</param>
/// <param name="Ssim">At most 1, higher is better.</param>
public readonly record struct Score(double Psnr, double Ssim);
