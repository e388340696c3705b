namespace SuperResolution.Datasets;

/// <summary>Something that is wrong with a file of a data set.</summary>
/// <param name="File">Path below the set's folder, with forward slashes.</param>
/// <param name="Message">What is wrong and what to do, in one or two sentences.</param>
public sealed record DataFinding(string File, string Message);
