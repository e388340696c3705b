namespace SuperResolution.Datasets;

/// <summary>Where the low-resolution pictures of a <see cref="BenchmarkSet"/> come from.</summary>
public enum LrOrigin
{
    /// <summary>Made here from HR: cut to a multiple of the scale, MATLAB's bicubic <c>imresize</c>, 8 bit.</summary>
    Made,

    /// <summary>Read from files that came with the set.</summary>
    Files,
}
