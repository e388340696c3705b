namespace SuperResolution.Datasets;

/// <summary>A part of a data set, such as its training images.</summary>
/// <param name="Name">For example <c>train</c>; <c>all</c> where a set has one part.</param>
/// <param name="Folder">Folder below the set's folder; empty for the set's folder itself.</param>
/// <param name="Images">Number of images.</param>
public sealed record CatalogueSplit(string Name, string Folder, int Images);
