namespace SuperResolution.Datasets;

/// <summary>The parts of RealSR.</summary>
public enum RealSrSplit
{
    /// <summary>For training.</summary>
    Train,

    /// <summary>For testing only.</summary>
    Test,
}
