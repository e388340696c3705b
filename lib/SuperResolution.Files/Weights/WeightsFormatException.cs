namespace SuperResolution.Weights;

/// <summary>A weights file cannot be read, or does not fit the network. The message names the file and the cause.</summary>
public sealed class WeightsFormatException(string file, string cause, Exception? inner = null)
    : IOException($"'{file}' cannot be used as weights: {cause}.", inner)
{
    /// <summary>The file as the caller named it.</summary>
    public string File { get; } = file;
}
