namespace SuperResolution.Datasets;

/// <summary>
/// The classes of PIPAL's distortions: the first number in <c>A0001_03_12.bmp</c>. The second one counts the distortions of a class.
/// </summary>
/// <remarks>
/// The release does not name its classes. Its authors say that the numbers are class and distortion, see table 10 of arXiv 2011.15002
/// (issue 13 of github.com/HaomingCai/PIPAL-dataset); the names here are those of that table, matched by the number of distortions, which
/// differs in every class: 12, 16, 10, 24, 13, 14 and 27, together 116. Which distortion a second number stands for is not published.
/// </remarks>
public enum PipalClass
{
    /// <summary>Super-resolution before networks, 12 distortions.</summary>
    TraditionalSr = 0,

    /// <summary>Networks trained for PSNR, 16.</summary>
    PsnrOrientedSr = 1,

    /// <summary>Super-resolution with a wrong blur kernel, 10.</summary>
    KernelMismatchSr = 2,

    /// <summary>Networks trained with a discriminator, 24.</summary>
    GanSr = 3,

    /// <summary>Denoised pictures, 13.</summary>
    Denoising = 4,

    /// <summary>Super-resolution of noisy pictures, 14.</summary>
    SrAndDenoising = 5,

    /// <summary>Blur, noise, compression and the like, 27.</summary>
    TraditionalDistortion = 6,

    /// <summary>Pictures of the NTIRE challenges' validation and test parts: their class is not disclosed.</summary>
    Undisclosed = 10,
}
