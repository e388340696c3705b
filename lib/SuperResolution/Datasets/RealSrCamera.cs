namespace SuperResolution.Datasets;

/// <summary>The cameras of RealSR.</summary>
public enum RealSrCamera
{
    /// <summary>Canon 5D3.</summary>
    Canon,

    /// <summary>Nikon D810.</summary>
    Nikon,
}
