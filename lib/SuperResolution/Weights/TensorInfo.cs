using static TorchSharp.torch;

namespace SuperResolution.Weights;

/// <summary>What a weights file says about a tensor, without its elements.</summary>
/// <param name="Name">The key.</param>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Sides; empty for a single number.</param>
/// <param name="Bytes">Size of the elements in the file.</param>
public sealed record TensorInfo(string Name, ScalarType Type, IReadOnlyList<long> Shape, long Bytes);
