using static TorchSharp.torch;

namespace SuperResolution.Weights;

/// <summary>The types of weights files as TorchSharp has them.</summary>
internal static class ElementTypes
{
    private static readonly Dictionary<string, ScalarType> scalars = new()
    {
        ["float32"] = ScalarType.Float32,
        ["float16"] = ScalarType.Float16,
        ["bfloat16"] = ScalarType.BFloat16,
        ["float64"] = ScalarType.Float64,
        ["int64"] = ScalarType.Int64,
        ["int32"] = ScalarType.Int32,
        ["int16"] = ScalarType.Int16,
        ["int8"] = ScalarType.Int8,
        ["uint8"] = ScalarType.Byte,
        ["bool"] = ScalarType.Bool,
        ["complex64"] = ScalarType.ComplexFloat32,
        ["complex128"] = ScalarType.ComplexFloat64,
    };

    public static ScalarType Scalar(ElementType type) => scalars[type.Name];

    /// <summary>What a safetensors header calls a type.</summary>
    /// <exception cref="NotSupportedException">The format does not have it.</exception>
    public static string InSafetensors(ScalarType scalar) =>
        ElementType.All.FirstOrDefault(type => scalars[type.Name] == scalar)?.Safetensors
        ?? throw new NotSupportedException($"safetensors has no type for {scalar}; convert the tensor to one of " +
            $"{string.Join(", ", ElementType.All.Where(type => type.Safetensors is not null).Select(Scalar))}.");
}
