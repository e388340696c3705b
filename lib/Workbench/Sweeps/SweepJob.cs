namespace SuperResolution.Workbench.Sweeps;

/// <summary>What one process computes: one training, and its measurements on all sets.</summary>
/// <param name="Model">A recipe or an interpolation.</param>
/// <param name="Scales">Where the result is measured: one, or all of a model that serves several.</param>
/// <param name="Seed">Of the training; null for a formula.</param>
internal sealed record SweepJob(string Model, IReadOnlyList<int> Scales, long? Seed)
{
    /// <summary>For files, e.g. "srcnn-x3-seed1".</summary>
    public string Name => $"{Model}-{string.Concat(Scales.Select(scale => $"x{scale}"))}{(Seed is { } seed ? $"-seed{seed}" : "")}";
}
