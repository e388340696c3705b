using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace SuperResolution.Imaging.Codecs;

/// <summary>A PNG file from its first chunk to its last, read once. As a stream it is the contents of the IDAT chunks in a row.</summary>
/// <remarks>
/// Every chunk is checked against its checksum as soon as it has been passed. Nothing is held but header, palette and transparency.
/// </remarks>
internal sealed class PngChunks : Stream
{
    private const int Overhead = 12; // length, kind and checksum of a chunk

    private readonly Stream file;
    private readonly long length;
    private readonly Crc32 crc = new();
    private readonly byte[] eight = new byte[8], skipped = new byte[4096];
    private string kind = "";
    private long start, left;
    private int parts;
    private bool open; // within a chunk: its checksum has not been compared
    private InvalidDataException? fault;

    /// <summary>Reads up to the first IDAT chunk.</summary>
    /// <param name="file">Seekable; stands behind the signature.</param>
    /// <exception cref="InvalidDataException">Damaged or truncated; the message says where.</exception>
    public PngChunks(Stream file)
    {
        (this.file, length) = (file, file.Length);
        PngHeader? header = null;
        byte[]? exif = null;
        for (Next(); kind is not ("IDAT" or "IEND"); Next())
        {
            if (header is null != kind is "IHDR") break;
            switch (kind) // what is not taken is passed by the next one
            {
                case "IHDR": header = PngHeader.Parse(Content()); break;
                case "PLTE": Palette = Content(); break;
                case "tRNS": Transparency = Content(); break;
                case "eXIf": exif ??= Content(); break;
                default:
                    if (ColourKinds.Contains(kind) && !Colours.ContainsKey(kind)) Colours[kind] = Content();
                    break;
            }
        }
        Header = header ?? throw Fault("its first chunk is not IHDR");
        if (kind == "IHDR") throw Fault("it is damaged: it has two headers");
        Orientation = Exif.Orientation(exif ?? Later("eXIf"));
    }

    /// <summary>The kinds of chunks that say how samples are to be shown, the one that counts most first.</summary>
    public static IReadOnlyList<string> ColourKinds { get; } = ["cICP", "iCCP", "sRGB", "gAMA", "cHRM"];

    public PngHeader Header { get; }

    public byte[] Palette { get; } = [];

    public byte[] Transparency { get; } = [];

    /// <summary>What says how samples are to be shown, by kind.</summary>
    public Dictionary<string, byte[]> Colours { get; } = [];

    /// <summary>1 to 8: how the picture lies.</summary>
    public int Orientation { get; }

    /// <summary>Whether the file was found damaged or truncated here.</summary>
    public bool Failed => fault is not null;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        while (left == 0 && kind != "IEND")
        {
            Next();
            if (kind is not ("IDAT" or "IEND")) Pass();
        }
        if (kind != "IDAT" || buffer.IsEmpty) return 0;
        return Take(buffer[..(int)Math.Min(buffer.Length, left)]);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>Reads and checks what is left, up to the IEND chunk.</summary>
    /// <exception cref="InvalidDataException">Damaged or truncated: the fault that was met first, here or before.</exception>
    public void Finish()
    {
        if (fault is not null) throw new InvalidDataException(fault.Message, fault);
        while (kind != "IEND") Next();
        Pass();
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>The next chunk's length and kind, when this one has been read and checked to its end.</summary>
    private void Next()
    {
        Pass();
        DecodingBudget.CheckParts(++parts, length);
        start = file.Position;
        var rest = length - start - Overhead;
        if (rest < 0) throw Fault($"it is truncated at byte {length:N0}");
        Fill(8);
        open = true;
        kind = Encoding.Latin1.GetString(eight, 4, 4);
        left = BinaryPrimitives.ReadUInt32BigEndian(eight);
        crc.Reset();
        crc.Append(eight.AsSpan(4));
        if (left > rest) throw Fault($"it is truncated: its {Shown} chunk needs {left:N0} bytes, {rest:N0} are left");
    }

    /// <summary>A chunk that may stand behind the pixels, not yet compared with its checksum; nothing where there is none.</summary>
    private byte[] Later(string wanted)
    {
        var here = file.Position;
        var (head, at) = (new byte[8], here + left + Overhead - 8);
        for (var i = parts; at + Overhead <= length; i++)
        {
            DecodingBudget.CheckParts(i, length);
            file.Position = at;
            file.ReadExactly(head);
            var content = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(head), length - at - Overhead);
            if (head.AsSpan(4).SequenceEqual(Encoding.Latin1.GetBytes(wanted)))
            {
                var found = new byte[content];
                file.ReadExactly(found);
                file.Position = here;
                return found;
            }
            at += content + Overhead;
        }
        file.Position = here;
        return [];
    }

    private byte[] Content()
    {
        var content = new byte[left];
        for (var at = 0; at < content.Length;) at += Take(content.AsSpan(at));
        Pass();
        return content;
    }

    /// <summary>Reads the rest of the chunk and compares its checksum.</summary>
    private void Pass()
    {
        if (!open) return;
        while (left > 0) Take(skipped.AsSpan(0, (int)Math.Min(skipped.Length, left)));
        Fill(4);
        if (crc.GetCurrentHashAsUInt32() != BinaryPrimitives.ReadUInt32BigEndian(eight))
            throw Fault($"it is damaged: the checksum of its {Shown} chunk at byte {start:N0} is wrong");
        open = false;
    }

    private int Take(Span<byte> to)
    {
        var read = file.Read(to);
        if (read == 0) throw Fault($"it is truncated at byte {file.Position:N0}"); // it has become shorter while it was read
        crc.Append(to[..read]);
        left -= read;
        return read;
    }

    private void Fill(int count)
    {
        if (file.ReadAtLeast(eight.AsSpan(0, count), count, throwOnEndOfStream: false) < count)
            throw Fault($"it is truncated at byte {file.Position:N0}");
    }

    /// <summary>The kind, as far as it can be printed.</summary>
    private string Shown =>
        kind.All(char.IsAsciiLetter) ? kind : $"'{string.Concat(kind.Select(letter => letter is > ' ' and < '\x7F' ? letter : '?'))}'";

    private InvalidDataException Fault(string message) => fault = new InvalidDataException(message);
}
