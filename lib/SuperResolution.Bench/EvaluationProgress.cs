namespace SuperResolution.Metrics;

/// <summary>How far a <see cref="CachedEvaluation"/> is.</summary>
/// <param name="Done">Images that were upscaled so far.</param>
/// <param name="Total">Images that have to be upscaled; what the cache has is not among them.</param>
/// <param name="Latest">What was finished last, e.g. "VDSR (authors') ×4 on butterfly".</param>
public readonly record struct EvaluationProgress(int Done, int Total, string Latest);
