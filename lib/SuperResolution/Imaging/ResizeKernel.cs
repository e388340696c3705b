namespace SuperResolution.Imaging;

/// <summary>The interpolation kernels of MATLAB's imresize.</summary>
public enum ResizeKernel
{
    /// <summary>The nearest pixel; never antialiased.</summary>
    Nearest,

    /// <summary>Triangle of half-width 1, stretched when shrinking.</summary>
    Bilinear,

    /// <summary>Keys' cubic with a = −0.5 and half-width 2, stretched when shrinking (antialiasing).</summary>
    Bicubic,
}

/// <summary>What lies outside of the image; MATLAB changed its mind.</summary>
public enum Border
{
    /// <summary>Mirrored, the edge pixel twice: MATLAB since about 2016, and almost every published LR image.</summary>
    Mirror,

    /// <summary>The edge pixel repeated: the MATLAB of 2015 that made the SelfExSR files.</summary>
    Replicate,
}
