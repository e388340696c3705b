namespace SuperResolution.Imaging;

/// <summary>A picture file cannot be read. The message names the file and the cause.</summary>
public sealed class PictureFormatException(string file, string cause, Exception? inner = null)
    : IOException($"'{file}' cannot be read as a picture: {cause}.", inner)
{
    /// <summary>The file as the caller named it.</summary>
    public string File { get; } = file;
}
