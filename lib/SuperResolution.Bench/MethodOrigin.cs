namespace SuperResolution.Metrics;

/// <summary>Whose work an upscaler of a comparison is.</summary>
public enum MethodOrigin
{
    /// <summary>A formula: nothing was trained.</summary>
    Formula,

    /// <summary>Weights that were trained with this kit and ship with it.</summary>
    Here,

    /// <summary>Weights that others trained, found in a data place.</summary>
    Others,
}
