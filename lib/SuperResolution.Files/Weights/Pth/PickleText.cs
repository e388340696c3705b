using System.Globalization;
using System.Numerics;
using System.Text;

namespace SuperResolution.Weights.Pth;

/// <summary>The text forms of protocol 0 and Python's integers of any size.</summary>
internal static class PickleText
{
    private const int LongestNumber = 1024; // bytes; no file of weights has such numbers, and reading longer ones is slow

    /// <summary>"12", "-3", "12L"; "00" and "01" are False and True.</summary>
    public static object Integer(ReadOnlySpan<byte> line)
    {
        if (line.SequenceEqual("00"u8)) return false;
        if (line.SequenceEqual("01"u8)) return true;
        if (line.EndsWith("L"u8)) line = line[..^1];
        if (line.Length <= LongestNumber
            && BigInteger.TryParse(Encoding.Latin1.GetString(line), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
                out var value))
            return Shortest(value);
        throw new InvalidDataException("its pickle has a damaged number");
    }

    public static double Float(ReadOnlySpan<byte> line) => Encoding.Latin1.GetString(line) switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" => double.NaN,
        { Length: <= LongestNumber } text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) =>
            value,
        _ => throw new InvalidDataException("its pickle has a damaged number"),
    };

    /// <summary>Little-endian two's complement of any length.</summary>
    public static object Long(PickleInput input, long bytes)
    {
        input.Check(bytes);
        if (bytes > LongestNumber)
            throw new InvalidDataException($"its pickle has an integer of {bytes:N0} bytes; {LongestNumber:N0} are allowed");
        return Shortest(new BigInteger(input.Bytes(bytes)));
    }

    /// <summary>A quoted Python 2 string.</summary>
    public static string Quoted(ReadOnlySpan<byte> line)
    {
        if (line.Length < 2 || line[0] != line[^1] || line[0] is not ((byte)'\'' or (byte)'"'))
            throw new InvalidDataException("its pickle has a string without quotes");
        var text = new StringBuilder();
        for (line = line[1..^1]; line.Length > 0;)
        {
            if (line[0] != '\\')
            {
                text.Append((char)line[0]);
                line = line[1..];
                continue;
            }
            text.Append(line.Length < 2 ? throw Escape()
                : (char)line[1] switch
                {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    '\\' => '\\',
                    '\'' => '\'',
                    '"' => '"',
                    'x' => Code(line, 2),
                    _ => throw Escape()
                });
            line = line[(line[1] == 'x' ? 4 : 2)..];
        }
        return text.ToString();
    }

    /// <summary>Latin-1 with \uXXXX and \UXXXXXXXX.</summary>
    public static string Unicode(ReadOnlySpan<byte> line)
    {
        var text = new StringBuilder();
        while (line.Length > 0)
        {
            var digits = line.StartsWith("\\u"u8) ? 4 : line.StartsWith("\\U"u8) ? 8 : 0;
            if (digits == 0) text.Append((char)line[0]);
            else if (digits == 4) text.Append(Code(line, 4));
            else text.Append(Wide(line));
            line = line[(digits == 0 ? 1 : digits + 2)..];
        }
        return text.ToString();
    }

    private static object Shortest(BigInteger value) => value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;

    private static char Code(ReadOnlySpan<byte> line, int digits) => line.Length >= digits + 2
        && ushort.TryParse(line.Slice(2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) ? (char)code
            : throw Escape();

    private static string Wide(ReadOnlySpan<byte> line) => line.Length >= 10
        && uint.TryParse(line.Slice(2, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            && Rune.IsValid(code) ? new Rune(code).ToString() : throw Escape();

    private static InvalidDataException Escape() => new("its pickle has a damaged escape in a string");
}
