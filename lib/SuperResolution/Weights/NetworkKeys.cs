using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace SuperResolution.Weights;

/// <summary>The keys and shapes of a weights file, as questions that tell networks apart.</summary>
internal sealed record NetworkKeys(IReadOnlyDictionary<string, Tensor> Tensors, string Path)
{
    public bool Has(string key) => Tensors.ContainsKey(key);

    /// <summary>Refuses keys and shapes that promise a network far larger than what the file holds, before it is built.</summary>
    /// <param name="weights">How many the network has at least.</param>
    /// <exception cref="WeightsFormatException">The file holds fewer numbers.</exception>
    public void RequireWeights(long weights)
    {
        var held = Tensors.Values.Sum(tensor => tensor.numel());
        if (weights > held) throw new WeightsFormatException(Path, $"its keys and shapes promise a network of at least {weights:N0} weights, and it holds {held:N0} numbers");
    }

    /// <summary>The same for <paramref name="layers"/> 3×3 convolutions from as many channels to as many.</summary>
    public void RequireLayers(long layers, long channels) => RequireWeights(layers * 9 * channels * channels);

    /// <exception cref="WeightsFormatException">There is no such key.</exception>
    public long[] Shape(string key) => Tensors.TryGetValue(key, out var tensor) ? tensor.shape : throw new WeightsFormatException(Path, $"'{key}' is missing");

    /// <exception cref="WeightsFormatException">There is no such key, or it has fewer dimensions.</exception>
    public int Side(string key, int dimension) => Shape(key) is var shape && dimension < shape.Length
        ? (int)shape[dimension]
        : throw new WeightsFormatException(Path, $"'{key}' has the shape ({string.Join(", ", Shape(key))})");

    /// <summary>How many keys there are where <c>#</c> stands for a number.</summary>
    public int Count(string pattern)
    {
        var expression = new Regex("^" + Regex.Escape(pattern).Replace("\\#", "[0-9]+") + "$", RegexOptions.NonBacktracking);
        return Tensors.Keys.Count(key => expression.IsMatch(key));
    }

    public NetworkKeys Through(KeyMap map) => this with { Tensors = map.ToOurs(Tensors) };
}
