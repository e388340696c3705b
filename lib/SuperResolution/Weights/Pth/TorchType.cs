using static TorchSharp.torch;

namespace SuperResolution.Weights.Pth;

/// <summary>An element type as PyTorch names it.</summary>
/// <param name="Name">The dtype, e.g. "float32".</param>
/// <param name="Storage">The prefix of its storage class, e.g. "Float" of torch.FloatStorage.</param>
/// <param name="Scalar">The same type in TorchSharp.</param>
/// <param name="Bytes">Bytes per element.</param>
internal sealed record TorchType(string Name, string Storage, ScalarType Scalar, int Bytes)
{
    public static readonly TorchType[] All =
    [
        new("float32", "Float", ScalarType.Float32, 4), new("float64", "Double", ScalarType.Float64, 8),
        new("float16", "Half", ScalarType.Float16, 2), new("bfloat16", "BFloat16", ScalarType.BFloat16, 2),
        new("int64", "Long", ScalarType.Int64, 8), new("int32", "Int", ScalarType.Int32, 4), new("int16", "Short", ScalarType.Int16, 2),
        new("int8", "Char", ScalarType.Int8, 1), new("uint8", "Byte", ScalarType.Byte, 1), new("bool", "Bool", ScalarType.Bool, 1),
        new("complex64", "ComplexFloat", ScalarType.ComplexFloat32, 8), new("complex128", "ComplexDouble", ScalarType.ComplexFloat64, 16),
    ];

    /// <summary>The type of storages that are only bytes.</summary>
    public static readonly TorchType Untyped = All.First(type => type.Name == "uint8");
}
