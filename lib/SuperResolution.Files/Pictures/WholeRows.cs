namespace SuperResolution.Imaging.Codecs;

/// <summary>A picture that is in memory, or comes there at once because its file cannot be read in parts.</summary>
/// <param name="width">What the header says.</param>
/// <param name="height">What the header says.</param>
/// <param name="channels">What the header says.</param>
/// <param name="because">The reason.</param>
/// <param name="load">Decodes it.</param>
/// <param name="cost">See <see cref="RowSource.Cost"/>.</param>
/// <param name="owned">Disposed with this.</param>
internal sealed class WholeRows(
    int width, int height, int channels, string because, Func<RawImage> load, long cost = 0, IDisposable? owned = null)
    : RowSource(width, height, channels)
{
    private RawImage? image;

    public override string WholeBecause => because;

    public override long Cost => Math.Max(cost, Held);

    /// <summary>What lies turned or mirrored in its file.</summary>
    /// <param name="lying">Disposed with what is returned.</param>
    public static WholeRows Upright(RowSource lying)
    {
        var (width, height) = RawImage.SwapsSides(lying.Orientation) ? (lying.Height, lying.Width) : (lying.Width, lying.Height);
        return new WholeRows(width, height, lying.Channels,
            $"it lies turned or mirrored in its file (EXIF orientation {lying.Orientation})",
            () => lying.Whole().Turned(lying.Orientation), lying.Cost + ((long)width * height * lying.Channels), lying);
    }

    public override RawImage Whole() => image ?? load();

    public override void Read(int y, int rows, Span<byte> to)
    {
        if (image is null) (image, RowsDecoded) = (Whole(), Height);
        var row = Width * Channels;
        image.Value.Pixels.AsSpan(y * row, rows * row).CopyTo(to);
    }

    public override void Dispose() => owned?.Dispose();
}
