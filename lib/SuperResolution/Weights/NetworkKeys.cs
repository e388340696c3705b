using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace SuperResolution.Weights;

/// <summary>The keys and shapes of a weights file, as questions that tell networks apart.</summary>
internal sealed record NetworkKeys(IReadOnlyDictionary<string, Tensor> Tensors, string Path)
{
    public bool Has(string key) => Tensors.ContainsKey(key);

    /// <exception cref="WeightsFormatException">There is no such key.</exception>
    public long[] Shape(string key) => Tensors.TryGetValue(key, out var tensor) ? tensor.shape : throw new WeightsFormatException(Path, $"'{key}' is missing");

    /// <exception cref="WeightsFormatException">There is no such key, or it has fewer dimensions.</exception>
    public int Side(string key, int dimension) => Shape(key) is var shape && dimension < shape.Length
        ? (int)shape[dimension]
        : throw new WeightsFormatException(Path, $"'{key}' has the shape ({string.Join(", ", Shape(key))})");

    /// <summary>How many keys there are where <c>#</c> stands for a number.</summary>
    public int Count(string pattern)
    {
        var expression = new Regex("^" + Regex.Escape(pattern).Replace("\\#", "[0-9]+") + "$");
        return Tensors.Keys.Count(key => expression.IsMatch(key));
    }

    public NetworkKeys Through(KeyMap map) => this with { Tensors = map.ToOurs(Tensors) };
}
