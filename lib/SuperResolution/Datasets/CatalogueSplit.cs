namespace SuperResolution.Datasets;

/// <summary>A part of a data set, such as its training images.</summary>
/// <param name="Name">For example <c>train</c>; <c>all</c> where a set has one part.</param>
/// <param name="Folder">Folder below the set's folder; empty for the set's folder itself.</param>
/// <param name="Images">Number of images; null where no source states it.</param>
/// <param name="Optional">True: only fetched and opened when it is asked for by name.</param>
public sealed record CatalogueSplit(string Name, string Folder, int? Images, bool Optional = false);
