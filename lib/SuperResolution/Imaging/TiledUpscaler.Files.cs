namespace SuperResolution.Imaging;

public sealed partial class TiledUpscaler
{
    /// <summary>
    /// From file to file: neither the picture nor its enlargement is ever in memory, only the tiles of one row (where the file's format
    /// allows it, see <see cref="PictureReader"/>).
    /// </summary>
    /// <remarks>
    /// A colour profile is carried on, unless it is one of inks (<see cref="ColourProfile"/>). The same pixels as
    /// <c>Upscale(Picture.Load(from)).Save(to)</c>, and no limit of <see cref="Picture.MaxPixels"/>. Colours only: a file with alpha is
    /// refused, because what lies under its clear pixels is found from the whole (<see cref="ColourBleeding"/>).
    /// </remarks>
    /// <param name="from">PNG, JPEG, BMP or WebP.</param>
    /// <param name="to">A .png file; appears only when complete.</param>
    /// <param name="progress">Called after each tile with the number of finished tiles and of all.</param>
    /// <param name="cancel">Stops before the next tile.</param>
    /// <exception cref="ArgumentException"><paramref name="to"/> is no .png, or the picture has alpha.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="PictureFormatException">The file is damaged, truncated or not an image.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing is left behind.</exception>
    public void UpscaleFile(string from, string to, Action<int, int>? progress = null, CancellationToken cancel = default)
    {
        if (!Path.GetExtension(to).Equals(".png", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"'{to}': tiles are written row by row as .png only.");
        using var lr = PictureReader.Open(from);
        if (lr.HasAlpha)
            throw new ArgumentException($"'{from}' has an alpha channel, which is not upscaled from file to file. Use " +
                "Picture.LoadWithAlpha and Upscale(colour, alpha).");
        var profile = ColourProfile.Of(from) is { } said && said.Fits(to, lr.Channels == 1) ? said : null;
        AtomicFile.Write(to, file =>
        {
            using var png = new PngWriter(file, checked(lr.Width * Scale), checked(lr.Height * Scale), lr.Channels, profile: profile);
            var (done, count, stride) = (0, Count(lr.Width, lr.Height), checked(lr.Width * Scale * lr.Channels));
            foreach (var y in Parts(lr.Height))
            {
                var band = new byte[checked(y.Size * Scale * stride)];
                foreach (var x in Parts(lr.Width))
                {
                    cancel.ThrowIfCancellationRequested();
                    var sr = inner.Upscale(lr.Read(x.From, y.From, x.Length, y.Length));
                    CopyKept(sr, x, y, band, stride, 0);
                    progress?.Invoke(++done, count);
                }
                png.Write(band);
            }
            png.Finish();
        });
    }

    /// <summary>Copies what is kept of a tile to rows of <paramref name="stride"/> samples, from row <paramref name="top"/> on.</summary>
    private void CopyKept(Picture sr, Part x, Part y, Span<byte> to, int stride, int top)
    {
        var channels = sr.Channels;
        for (var i = 0; i < y.Size * Scale; i++)
        {
            var from = ((((y.Start - y.From) * Scale) + i) * sr.Width) + ((x.Start - x.From) * Scale);
            sr.Pixels.Slice(from * channels, x.Size * Scale * channels)
                .CopyTo(to[(((top + i) * stride) + (x.Start * Scale * channels))..]);
        }
    }
}
