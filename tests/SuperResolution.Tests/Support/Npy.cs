using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Support;

/// <summary>NumPy's .npy files of 32-bit floats in C order: the golden inputs and outputs.</summary>
internal static class Npy
{
    public static Tensor Read(string path)
    {
        var file = File.ReadAllBytes(path);
        var length = BitConverter.ToUInt16(file, 8);
        var header = Encoding.ASCII.GetString(file, 10, length);
        Assert.Contains("'<f4'", header);
        Assert.Contains("'fortran_order': False", header);
        var shape = Regex.Match(header, @"\(([^)]*)\)").Groups[1].Value.Split(
            ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(side => long.Parse(side, CultureInfo.InvariantCulture)).ToArray();
        return tensor(MemoryMarshal.Cast<byte, float>(file.AsSpan(10 + length)).ToArray(), shape);
    }
}
