namespace SuperResolution.Imaging.Codecs;

/// <summary>A picture file that delivers some of its rows at a time.</summary>
internal abstract class RowSource(int width, int height, int channels) : IDisposable
{
    /// <summary>Pixels.</summary>
    public int Width { get; } = width;

    /// <summary>Pixels.</summary>
    public int Height { get; } = height;

    /// <summary>1 to 4, as <see cref="RawImage"/> has them.</summary>
    public int Channels { get; } = channels;

    /// <summary>1 to 8: how EXIF says that the rows lie; 1 is upright.</summary>
    public int Orientation { get; init; } = 1;

    /// <summary>Bytes that decoding all of it holds or goes through, whichever are more; see <see cref="DecodingBudget"/>.</summary>
    public virtual long Cost => Held;

    /// <summary>Rows that the decoder has gone through so far, those that nobody wanted included.</summary>
    public long RowsDecoded { get; protected set; }

    /// <summary>Why the decoder cannot do without the whole picture; null where it can.</summary>
    public virtual string? WholeBecause => null;

    /// <summary>Bytes of the whole picture in memory: where there is alpha, twice, because it is taken from the colours.</summary>
    protected long Held => (long)Width * Height * Channels * (Channels % 2 == 0 ? 2 : 1);

    /// <summary>Decodes rows.</summary>
    /// <param name="y">The first one.</param>
    /// <param name="rows">How many.</param>
    /// <param name="to">rows × width × channels samples.</param>
    /// <exception cref="InvalidDataException">Damaged or truncated.</exception>
    public abstract void Read(int y, int rows, Span<byte> to);

    /// <summary>Decodes all rows.</summary>
    /// <exception cref="InvalidDataException">Damaged or truncated, or over <see cref="RawImage.MaxPixels"/>.</exception>
    public virtual RawImage Whole()
    {
        RawImage.CheckSize(Width, Height);
        var image = new RawImage(Width, Height, Channels, new byte[Width * Height * Channels]);
        Read(0, Height, image.Pixels);
        return image;
    }

    public virtual void Dispose() { }
}
