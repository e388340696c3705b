namespace SuperResolution.Datasets;

/// <summary>A folder in which a data set was found.</summary>
/// <param name="Path">Absolute path of the set's folder.</param>
/// <param name="Source">Which of the places it is.</param>
public sealed record DataLocation(string Path, DataSource Source);
