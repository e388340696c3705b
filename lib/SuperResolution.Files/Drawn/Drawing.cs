namespace SuperResolution.Datasets.Synthetic;

/// <summary>Who draws what. A drawing is rows of interleaved red, green and blue, 8 bit each.</summary>
internal static class Drawing
{
    /// <exception cref="ArgumentOutOfRangeException">A side is below 16 or above 4096 pixels.</exception>
    public static byte[] Of(SyntheticKind kind, ulong seed, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 16);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 16);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, 4096);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, 4096);
        return kind switch
        {
            SyntheticKind.DeadLeaves => DeadLeaves.Draw(seed, width, height),
            SyntheticKind.Facade => Facade.Draw(seed, width, height),
            SyntheticKind.StillLife => StillLife.Draw(seed, width, height),
            SyntheticKind.Text => TextPage.Draw(seed, width, height),
            SyntheticKind.Gratings => Gratings.Draw(seed, width, height),
            SyntheticKind.ZonePlate => ZonePlate.Draw(seed, width, height),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such drawing."),
        };
    }
}
