using System.Text;

namespace SuperResolution.Datasets;

/// <summary>The bytes of a .tar on their way to its reader, which takes each header in one piece, however long it claims to be.</summary>
/// <remarks>
/// Headers of headers (long names, pax records) are small; a length beyond <see cref="LargestPiece"/> is refused before a byte of it is
/// read.
/// </remarks>
internal sealed class TarBytes(Stream source, ArchiveBudget budget, CancellationToken cancellation) : Stream
{
    /// <summary>Above what the extractor takes at once, and above any honest header.</summary>
    private const int LargestPiece = 1 << 20;

    private const int Block = 512, NameLength = 100, MagicAt = 257;

    public override bool CanRead => true;

    public override bool CanSeek => source.CanSeek;

    public override bool CanWrite => false;

    public override long Length => source.Length;

    public override long Position
    {
        get => source.Position;
        set => source.Position = value;
    }

    public override int Read(Span<byte> buffer)
    {
        cancellation.ThrowIfCancellationRequested();
        if (buffer.Length > LargestPiece) throw budget.RefuseHere($"has a header of {buffer.Length:N0} bytes");
        var read = source.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        budget.Pass(read);
        if (read == Block && buffer[MagicAt..].StartsWith("ustar"u8))
            budget.At(Encoding.UTF8.GetString(buffer[..NameLength]).TrimEnd('\0'));
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => source.Seek(offset, origin);

    public override void Flush() => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) source.Dispose();
        base.Dispose(disposing);
    }
}
