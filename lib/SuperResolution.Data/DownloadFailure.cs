namespace SuperResolution.Datasets;

/// <summary>One attempt at one address failed. <see cref="IsTransient"/>: the same address may work when asked again.</summary>
internal sealed class DownloadFailure(string cause, bool isTransient, Exception? inner = null) : Exception(cause, inner)
{
    public bool IsTransient { get; } = isTransient;
}
