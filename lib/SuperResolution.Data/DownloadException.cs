namespace SuperResolution.Datasets;

/// <summary>A download failed; the message names the file, the cause at each address, and what to do next.</summary>
public sealed class DownloadException : DataSetException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">File, cause, next step.</param>
    public DownloadException(string message) : base(message) { }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">File, cause, next step.</param>
    /// <param name="inner">The cause.</param>
    public DownloadException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>One attempt at one address failed. <see cref="IsTransient"/>: the same address may work when asked again.</summary>
internal sealed class DownloadFailure(string cause, bool isTransient, Exception? inner = null) : Exception(cause, inner)
{
    public bool IsTransient { get; } = isTransient;
}
