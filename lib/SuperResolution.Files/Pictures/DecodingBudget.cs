namespace SuperResolution.Imaging.Codecs;

/// <summary>
/// What decoding a file may cost, by its length: a short file that promises too much is refused before anything is done for it.
/// </summary>
/// <remarks>
/// Counted are the bytes that a decoder holds or goes through, whichever are more, after the header and before the first pixel. 544 MiB
/// are enough for an 8K frame of any kind; a longer file has 128 for each of its bytes, which is enough for photographs of any size.
/// </remarks>
internal static class DecodingBudget
{
    private const long Least = 17L << 25, PerByte = 128;

    /// <summary>A chunk or segment costs a reader some time, however short it is.</summary>
    private const int PerPart = 4096;

    /// <exception cref="InvalidDataException">It costs more than a file of this length may.</exception>
    public static void Check(RowSource source, long length)
    {
        if (source.Cost > Of(length))
            throw new InvalidDataException(
                $"its {source.Width}×{source.Height} pixels would take {source.Cost:N0} bytes of memory and work, and {length:N0} bytes " +
                $"of file may take {Of(length):N0}; if you trust it, cut it into parts or save it in another format");
    }

    /// <param name="parts">Chunks or segments so far.</param>
    /// <param name="length">Of the file.</param>
    /// <exception cref="InvalidDataException">They are more than a file of this length may have.</exception>
    public static void CheckParts(int parts, long length)
    {
        if (parts > Of(length) / PerPart)
            throw new InvalidDataException(
                $"it has more than {Of(length) / PerPart:N0} chunks in {length:N0} bytes: almost all are empty");
    }

    private static long Of(long length) => Math.Max(Least, length * PerByte);
}
