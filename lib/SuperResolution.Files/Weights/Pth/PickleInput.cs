using System.Buffers.Binary;
using System.Text;

namespace SuperResolution.Weights.Pth;

/// <summary>The bytes of pickles: every length is checked against what is left, and paid for, before anything is allocated.</summary>
/// <param name="stream">Where they start.</param>
/// <param name="length">How many there are.</param>
/// <param name="budget">What reading the file may cost.</param>
internal sealed class PickleInput(Stream stream, long length, ReadBudget budget)
{
    private static readonly UTF8Encoding strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] buffer = new byte[8192];
    private int at, filled;

    /// <summary>Bytes that were taken.</summary>
    public long Position { get; private set; }

    /// <summary>What reading the file may cost.</summary>
    public ReadBudget Budget => budget;

    public byte Byte() => Take(1)[0];

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public int UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    /// <summary>A length of eight bytes; one beyond the signed range is as absurd as a negative one.</summary>
    public long Length() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public byte[] Bytes(long count)
    {
        Check(count);
        budget.Spend(count);
        var bytes = new byte[count];
        var buffered = (int)Math.Min(count, filled - at);
        buffer.AsSpan(at, buffered).CopyTo(bytes);
        at += buffered;
        if (stream.ReadAtLeast(bytes.AsSpan(buffered), bytes.Length - buffered, throwOnEndOfStream: false) < bytes.Length - buffered)
            throw Truncated();
        Position += count;
        return bytes;
    }

    public string Text(long count)
    {
        Check(count);
        budget.Spend(2 * count);
        try
        {
            return count is >= 0 and <= 256 ? strict.GetString(Take((int)count)) : strict.GetString(Bytes(count));
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidDataException($"its pickle has text before byte {Position:N0} that is not UTF-8");
        }
    }

    /// <summary>The bytes before the next line feed, which is taken too.</summary>
    public byte[] Line()
    {
        const int Longest = 1 << 20, Cost = 8; // of a byte, until it is text
        var line = new List<byte>();
        for (var value = Byte(); value != '\n'; value = Byte())
        {
            if (line.Count == Longest) throw new InvalidDataException($"its pickle has a line of more than {Longest:N0} bytes");
            budget.Spend(Cost);
            line.Add(value);
        }
        return [.. line];
    }

    public string TextLine()
    {
        try
        {
            return strict.GetString(Line());
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidDataException($"its pickle has a name before byte {Position:N0} that is not UTF-8");
        }
    }

    /// <summary>Whether a word comes up soon; only used to explain a refusal.</summary>
    public bool IsNear(ReadOnlySpan<byte> word)
    {
        Refill();
        return buffer.AsSpan(at, filled - at).IndexOf(word) >= 0;
    }

    /// <summary>A claimed length that is more than the pickle has is refused here, before its memory is taken.</summary>
    public void Check(long count)
    {
        if (count < 0 || count > length - Position)
            throw new InvalidDataException(
                $"its pickle claims {(ulong)count:N0} bytes at byte {Position:N0} of {length:N0}: it is truncated or damaged");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        Check(count);
        if (filled - at < count) Refill();
        if (filled - at < count) throw Truncated();
        var taken = buffer.AsSpan(at, count);
        at += count;
        Position += count;
        return taken;
    }

    private void Refill()
    {
        buffer.AsSpan(at, filled - at).CopyTo(buffer);
        (at, filled) = (0, filled - at);
        filled += stream.ReadAtLeast(buffer.AsSpan(filled), buffer.Length - filled, throwOnEndOfStream: false);
    }

    private InvalidDataException Truncated() => new($"its pickle ends at byte {Position:N0}: it is truncated");
}
