namespace SuperResolution.Models;

/// <summary>
/// The losses that Zhao et al. ("Loss Functions for Image Restoration with Neural Networks", arXiv 1511.08861) train one network with.
/// </summary>
public enum RestorationLoss
{
    /// <summary>Mean squared error.</summary>
    L2,

    /// <summary>Mean absolute error.</summary>
    L1,

    /// <summary>1 − MS-SSIM at full size.</summary>
    MsSsim,

    /// <summary>MS-SSIM with a share of 0.84, the rest L1.</summary>
    Mix,
}
