namespace SuperResolution.Datasets;

/// <summary>A distorted picture of <see cref="Pipal"/>.</summary>
/// <param name="Name">For example <c>A0001_03_12</c>: reference, class, distortion.</param>
/// <param name="ReferenceName">For example <c>A0001</c>.</param>
/// <param name="Class">The class of distortions.</param>
/// <param name="Distortion">Number of the distortion in its class, from 0.</param>
/// <param name="Elo">What people said: an Elo rating, higher is better; null where no label is published.</param>
/// <param name="Distorted">The distorted picture; loading it throws <see cref="DataSetException"/> where only labels are at hand.</param>
/// <param name="Reference">The undistorted picture, likewise.</param>
/// <param name="HasPictures">Whether both pictures are at hand.</param>
public sealed record PipalImage(
    string Name, string ReferenceName, PipalClass Class, int Distortion, double? Elo, ImageItem Distorted, ImageItem Reference,
    bool HasPictures)
{
    /// <inheritdoc/>
    public override string ToString() =>
        Elo is { } elo ? FormattableString.Invariant($"{Name} ({Class}): {elo:0.0}") : $"{Name} ({Class})";
}

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
