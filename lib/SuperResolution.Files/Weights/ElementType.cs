namespace SuperResolution.Weights;

/// <summary>An element type of weights files.</summary>
/// <param name="Name">PyTorch's dtype, e.g. "float32".</param>
/// <param name="Storage">The prefix of PyTorch's storage class, e.g. "Float" of torch.FloatStorage.</param>
/// <param name="Safetensors">What a safetensors header calls it; null: that format does not have it.</param>
/// <param name="Bytes">Bytes per element.</param>
internal sealed record ElementType(string Name, string Storage, string? Safetensors, int Bytes)
{
    public static readonly ElementType[] All =
    [
        new("float32", "Float", "F32", 4), new("float16", "Half", "F16", 2), new("bfloat16", "BFloat16", "BF16", 2),
        new("float64", "Double", "F64", 8), new("int64", "Long", "I64", 8), new("int32", "Int", "I32", 4), new("int16", "Short", "I16", 2),
        new("int8", "Char", "I8", 1), new("uint8", "Byte", "U8", 1), new("bool", "Bool", "BOOL", 1),
        new("complex64", "ComplexFloat", "C64", 8), new("complex128", "ComplexDouble", null, 16),
    ];

    /// <summary>The type of storages that are only bytes.</summary>
    public static readonly ElementType Untyped = All.First(type => type.Name == "uint8");

    /// <summary>Types of safetensors that TorchSharp has no tensors for.</summary>
    private static readonly string[] foreign = [
        "U16", "U32", "U64", "F8_E4M3", "F8_E5M2", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ", "F6_E2M3", "F6_E3M2", "F4"];

    /// <summary>The type that a safetensors header means.</summary>
    /// <exception cref="InvalidDataException">There is none; the message names the tensor.</exception>
    public static ElementType Parse(string text, string tensor)
    {
        if (Array.Find(All, type => type.Safetensors == text) is { } found) return found;
        var known = string.Join(", ", All.Select(type => type.Safetensors).OfType<string>());
        throw new InvalidDataException(foreign.Contains(text)
            ? $"its tensor '{tensor}' is of type {text}, which TorchSharp does not have; convert it to one of {known}"
            : $"its tensor '{tensor}' is of type '{ForeignText.Show(text)}', which the format does not have; read are {known}");
    }
}
