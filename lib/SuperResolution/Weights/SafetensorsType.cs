using static TorchSharp.torch;

namespace SuperResolution.Weights;

/// <summary>Element types of the format and of TorchSharp.</summary>
internal readonly record struct SafetensorsType(string Text, ScalarType Scalar, int Bytes)
{
    private static readonly SafetensorsType[] all =
    [
        new("F32", ScalarType.Float32, 4), new("F16", ScalarType.Float16, 2), new("BF16", ScalarType.BFloat16, 2),
        new("F64", ScalarType.Float64, 8),
        new("I64", ScalarType.Int64, 8), new("I32", ScalarType.Int32, 4), new("I16", ScalarType.Int16, 2), new("I8", ScalarType.Int8, 1),
        new("U8", ScalarType.Byte, 1), new("BOOL", ScalarType.Bool, 1), new("C64", ScalarType.ComplexFloat32, 8),
    ];

    /// <summary>Types of the format that TorchSharp has no tensors for.</summary>
    private static readonly string[] foreign = [
        "U16", "U32", "U64", "F8_E4M3", "F8_E5M2", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ", "F6_E2M3", "F6_E3M2", "F4"];

    public static SafetensorsType Parse(string text, string tensor)
    {
        if (Array.Find(all, type => type.Text == text) is { Bytes: > 0 } found) return found;
        var known = string.Join(", ", all.Select(type => type.Text));
        throw new InvalidDataException(foreign.Contains(text)
            ? $"its tensor '{tensor}' is of type {text}, which TorchSharp does not have; convert it to one of {known}"
            : $"its tensor '{tensor}' is of type '{ForeignText.Show(text)}', which the format does not have; read are {known}");
    }

    public static string Name(ScalarType scalar) => Array.Find(all, type => type.Scalar == scalar).Text
        ?? throw new NotSupportedException(
            $"safetensors has no type for {scalar}; convert the tensor to one of {string.Join(", ", all.Select(type => type.Scalar))}.");
}
