using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace SuperResolution.Weights;

/// <summary>NumPy's .npz: a zip archive of .npy arrays. Real numbers only; nothing in it is executed.</summary>
/// <remarks>Format: numpy.org, "numpy.lib.format", versions 1 to 3.</remarks>
internal static partial class NpzFile
{
    private const int MaxDimensions = 32; // NumPy's own limit for long

    /// <summary>The arrays by name, without the ending ".npy", each in C order.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="WeightsFormatException">
    /// Damaged, not an archive, or an array of another type than float32/64 or int32/64.
    /// </exception>
    public static IReadOnlyDictionary<string, (int[] Shape, double[] Values)> Read(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no file '{path}' (looked in '{Path.GetFullPath(path)}').", path);
        try
        {
            var budget = new ReadBudget(new FileInfo(path).Length);
            using var archive = ZipFile.OpenRead(path);
            return archive.Entries.ToDictionary(
                entry => Path.GetFileNameWithoutExtension(entry.FullName),
                entry => Parse(ForeignText.Show(entry.Name), Bytes(entry, budget), budget));
        }
        catch (Exception error) when (
            error is InvalidDataException or EndOfStreamException or OverflowException or ArgumentException or FormatException)
        {
            throw new WeightsFormatException(path, error.Message.TrimEnd('.'), error);
        }
    }

    private static byte[] Bytes(ZipArchiveEntry entry, ReadBudget budget)
    {
        budget.Spend(entry.Length);
        var bytes = new byte[entry.Length];
        using var stream = entry.Open();
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static (int[] Shape, double[] Values) Parse(string name, byte[] file, ReadBudget budget)
    {
        if (file.Length < 12 || file[0] != 0x93 || !file.AsSpan(1, 5).SequenceEqual("NUMPY"u8))
            throw new InvalidDataException($"'{name}' is not a NumPy array");
        var start = file[6] == 1 ? 10 : 12;
        var length = file[6] == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(8))
            : BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(8));
        if (length > file.Length - start) throw new InvalidDataException($"the header of '{name}' is cut off");
        budget.Spend(4 * (long)length);
        var header = Header().Match(Encoding.UTF8.GetString(file, start, (int)length));
        if (!header.Success)
            throw new InvalidDataException(
                $"the header of '{name}' cannot be read: only little-endian float32, float64, int32 and int64 arrays are");

        var shape = header.Groups["shape"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(int.Parse).ToArray();
        if (shape.Length > MaxDimensions)
            throw new InvalidDataException($"'{name}' has {shape.Length:N0} sides; NumPy knows {MaxDimensions}");
        var count = shape.Aggregate(1, (product, side) => checked(product * side));
        var type = header.Groups["type"].Value;
        var data = file.AsSpan(start + (int)length);
        if (data.Length != (long)count * (type[1] - '0'))
            throw new InvalidDataException($"'{name}' has {data.Length:N0} bytes of data for {count:N0} numbers of type {type}");

        var isFortran = header.Groups["fortran"].Value == "True";
        budget.Spend(sizeof(double) * (long)count * (isFortran ? 2 + shape.Length : 1));
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = type switch
            {
                "f4" => BinaryPrimitives.ReadSingleLittleEndian(data[(4 * i)..]),
                "f8" => BinaryPrimitives.ReadDoubleLittleEndian(data[(8 * i)..]),
                "i4" => BinaryPrimitives.ReadInt32LittleEndian(data[(4 * i)..]),
                _ => BinaryPrimitives.ReadInt64LittleEndian(data[(8 * i)..]),
            };
        }
        return (shape, isFortran ? Transposed(shape, values) : values);
    }

    /// <summary>From Fortran order (the first index runs fastest) to C order.</summary>
    private static double[] Transposed(int[] shape, double[] values)
    {
        var result = new double[values.Length];
        var index = new int[shape.Length];
        foreach (var value in values)
        {
            var at = 0;
            for (var axis = 0; axis < shape.Length; axis++) at = (at * shape[axis]) + index[axis];
            result[at] = value;
            for (var axis = 0; axis < shape.Length && ++index[axis] == shape[axis]; axis++) index[axis] = 0;
        }
        return result;
    }

    // The header is a Python dictionary in a fixed order of its keys.
    [GeneratedRegex(
        @"^\{'descr': '<(?<type>f4|f8|i4|i8)', 'fortran_order': (?<fortran>True|False), 'shape': \((?<shape>[0-9, ]*)\), \}\s*$",
        RegexOptions.NonBacktracking)]
    private static partial Regex Header();
}
