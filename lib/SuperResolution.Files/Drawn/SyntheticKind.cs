namespace SuperResolution.Datasets;

/// <summary>What can be drawn.</summary>
public enum SyntheticKind
{
    /// <summary>Shapes with power-law sizes that hide one another.</summary>
    DeadLeaves,

    /// <summary>The corner of a brick house in perspective.</summary>
    Facade,

    /// <summary>Shaded balls on a tiled floor.</summary>
    StillLife,

    /// <summary>A printed page.</summary>
    Text,

    /// <summary>Windowed sine gratings of several orientations and frequencies.</summary>
    Gratings,

    /// <summary>Rings up to the Nyquist frequency.</summary>
    ZonePlate,
}
