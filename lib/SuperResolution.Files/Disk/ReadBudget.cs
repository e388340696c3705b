namespace SuperResolution.Weights;

/// <summary>
/// What reading one file may cost, by its length. Every reader here asks before it takes memory or does work, so a small file cannot
/// promise a large one.
/// </summary>
/// <remarks>
/// A unit is a byte that is taken, or about a nanosecond. What PyTorch, NumPy and the safetensors package write takes a few units per byte
/// of the file: a tensor has some hundred bytes of names, shapes and places beside its values, and costs <see cref="Tensor"/>.
/// </remarks>
/// <param name="fileLength">Bytes of the file.</param>
/// <param name="small">What a file of any size may cost.</param>
/// <param name="perByte">What each of its bytes adds.</param>
internal sealed class ReadBudget(long fileLength, long small = 16 << 20, int perByte = 16)
{
    /// <summary>An object of a pickle with its place in a list.</summary>
    public const int Object = 48;

    /// <summary>An entry of a dictionary with its name: a field of a header, a storage.</summary>
    public const int Entry = 200;

    /// <summary>A tensor: 25 µs for the objects on both sides of the native border.</summary>
    public const int Tensor = 4000;

    private long left = (long)Int128.Min(long.MaxValue, small + ((Int128)perByte * fileLength));

    /// <summary>Takes from the budget what is about to be spent.</summary>
    /// <exception cref="InvalidDataException">It is more than is left.</exception>
    public void Spend(long units)
    {
        if (units < 0 || units > left)
            throw new InvalidDataException(
                $"reading it would take far more memory and work than a file of {fileLength:N0} bytes is worth: it is damaged, or " +
                "made to do harm");
        left -= units;
    }
}
