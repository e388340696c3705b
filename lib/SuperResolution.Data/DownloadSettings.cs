namespace SuperResolution.Datasets;

/// <summary>How patient a <see cref="Downloader"/> is.</summary>
public sealed record DownloadSettings
{
    /// <summary>Attempts at one address after the first one. Each resumes where the one before broke off.</summary>
    public int Retries { get; init; } = 4;

    /// <summary>Wait before the first retry; doubles each time, with jitter so that a classroom does not knock in step.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>An attempt that receives nothing for this long is broken off.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
