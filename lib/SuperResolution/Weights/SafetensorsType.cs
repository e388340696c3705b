using static TorchSharp.torch;

namespace SuperResolution.Weights;

/// <summary>Element types of the format and of TorchSharp.</summary>
internal readonly record struct SafetensorsType(string Text, ScalarType Scalar, int Bytes)
{
    private static readonly SafetensorsType[] all =
    [
        new("F32", ScalarType.Float32, 4), new("F16", ScalarType.Float16, 2), new("BF16", ScalarType.BFloat16, 2), new("F64", ScalarType.Float64, 8),
        new("I64", ScalarType.Int64, 8), new("I32", ScalarType.Int32, 4), new("I16", ScalarType.Int16, 2), new("I8", ScalarType.Int8, 1),
        new("U8", ScalarType.Byte, 1), new("BOOL", ScalarType.Bool, 1),
    ];

    public static SafetensorsType Parse(string text) => Array.Find(all, type => type.Text == text) is { Bytes: > 0 } found
        ? found
        : throw new InvalidDataException($"it has a tensor of type '{text}'; known are {string.Join(", ", all.Select(type => type.Text))}");

    public static string Name(ScalarType scalar) => Array.Find(all, type => type.Scalar == scalar).Text
        ?? throw new NotSupportedException($"safetensors has no type for {scalar}.");
}
