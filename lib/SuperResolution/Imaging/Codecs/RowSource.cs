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

    /// <summary>Rows that the decoder has gone through so far, those that nobody wanted included.</summary>
    public long RowsDecoded { get; protected set; }

    /// <summary>Why the decoder cannot do without the whole picture; null where it can.</summary>
    public virtual string? WholeBecause => null;

    /// <summary>Decodes rows.</summary>
    /// <param name="y">The first one.</param>
    /// <param name="rows">How many.</param>
    /// <param name="to">rows × width × channels samples.</param>
    /// <exception cref="InvalidDataException">Damaged or truncated.</exception>
    public abstract void Read(int y, int rows, Span<byte> to);

    public virtual void Dispose() { }

    /// <summary>The right way to read a file, by its first bytes.</summary>
    /// <exception cref="InvalidDataException">Damaged, truncated, or not an image.</exception>
    public static RowSource Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            var start = new byte[16];
            var got = start.AsSpan(0, file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
            return PngReader.IsPng(got) ? PngRows.Open(file) : BmpHeader.IsBmp(got) ? BmpRows.Open(file) : SkiaRows.Open(file, got);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}

/// <summary>A picture that is in memory, or comes there at once because its file cannot be read in parts.</summary>
internal sealed class WholeRows(int width, int height, int channels, string because, Func<RawImage> load) : RowSource(width, height, channels)
{
    private RawImage? image;

    public override string WholeBecause => because;

    /// <summary>Reads the whole file when the first rows are asked for.</summary>
    /// <param name="file">Disposed here.</param>
    /// <param name="width">What the header says.</param>
    /// <param name="height">What the header says.</param>
    /// <param name="channels">What the header says.</param>
    /// <param name="because">The reason.</param>
    /// <param name="read">The decoder.</param>
    public static WholeRows Of(FileStream file, int width, int height, int channels, string because, Func<byte[], RawImage> read)
    {
        RawImage.CheckSize(width, height);
        var path = file.Name;
        file.Dispose();
        return new WholeRows(width, height, channels, because, () => read(File.ReadAllBytes(path)));
    }

    public override void Read(int y, int rows, Span<byte> to)
    {
        if (image is null)
        {
            var loaded = load();
            if ((loaded.Width, loaded.Height, loaded.Channels) != (Width, Height, Channels)) throw new InvalidDataException("it has been changed while it was open");
            (image, RowsDecoded) = (loaded, Height);
        }
        var row = Width * Channels;
        image.Value.Pixels.AsSpan(y * row, rows * row).CopyTo(to);
    }
}
