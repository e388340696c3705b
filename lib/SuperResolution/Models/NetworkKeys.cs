using System.Globalization;
using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace SuperResolution.Models;

/// <summary>Keys, shapes, constants and settings of a weights file, as questions that tell networks apart.</summary>
/// <remarks>What a file cannot answer is a <see cref="FormatException"/> with the end of a sentence that begins with the file.</remarks>
public sealed class NetworkKeys
{
    /// <summary>The setting with what a network enlarges by.</summary>
    public const string ScaleSetting = "scale";

    /// <summary>The setting with the factor on every residual.</summary>
    public const string ResidualScaleSetting = "residual scale";

    private readonly IReadOnlyDictionary<string, Tensor> original;
    private readonly IReadOnlyDictionary<string, string> settings;

    /// <summary>Questions to tensors by name.</summary>
    /// <param name="tensors">They stay the caller's.</param>
    /// <param name="settings">The file's metadata, and what the caller knows better.</param>
    public NetworkKeys(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? settings = null)
        : this(tensors, tensors, settings ?? new Dictionary<string, string>(), null)
    {
    }

    private NetworkKeys(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, Tensor> original,
        IReadOnlyDictionary<string, string> settings, KeyMap? naming) =>
        (Tensors, this.original, this.settings, Naming) = (tensors, original, settings, naming);

    /// <summary>The tensors under the kit's names.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <summary>The public naming that the file has; null: the kit's.</summary>
    public KeyMap? Naming { get; }

    /// <summary>What the network enlarges by, where its keys do not tell: from the metadata or the caller.</summary>
    /// <exception cref="FormatException">Nobody says it.</exception>
    public int Scale =>
        Setting(ScaleSetting) is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var scale)
        ? scale
        : throw new FormatException("its keys do not tell by how much this network enlarges, and the file does not say it: give the " +
            "scale it was trained for (--scale)");

    /// <summary>Whether there is such a key.</summary>
    public bool Has(string key) => Tensors.ContainsKey(key);

    /// <summary>Whether there is such a key with this shape; −1 stands for any number.</summary>
    public bool Has(string key, params ReadOnlySpan<long> shape)
    {
        if (!Tensors.TryGetValue(key, out var tensor) || tensor.shape.Length != shape.Length) return false;
        for (var i = 0; i < shape.Length; i++)
            if (shape[i] >= 0 && shape[i] != tensor.shape[i]) return false;
        return true;
    }

    /// <summary>A side of a tensor.</summary>
    /// <exception cref="FormatException">There is no such key, or it has fewer dimensions.</exception>
    public int Side(string key, int dimension)
    {
        if (!Tensors.TryGetValue(key, out var tensor)) throw new FormatException($"'{key}' is missing");
        return dimension < tensor.shape.Length ? (int)tensor.shape[dimension]
            : throw new FormatException($"'{key}' has the shape ({string.Join(", ", tensor.shape)})");
    }

    /// <summary>How many keys there are where <c>#</c> stands for a number.</summary>
    public int Count(string pattern)
    {
        var expression = new Regex("^" + Regex.Escape(pattern).Replace("\\#", "[0-9]+") + "$", RegexOptions.NonBacktracking);
        return Tensors.Keys.Count(key => expression.IsMatch(key));
    }

    /// <summary>The values of a small tensor under the file's own name: constants that are no weights; null where there is none.</summary>
    /// <exception cref="FormatException">It is not small.</exception>
    public double[]? Constant(string key)
    {
        if (!original.TryGetValue(key, out var tensor)) return null;
        if (tensor.numel() > 64) throw new FormatException($"'{key}' is no constant: it has {tensor.numel():N0} values");
        using var scope = NewDisposeScope();
        return tensor.to(float64).flatten().data<double>().ToArray();
    }

    /// <summary>A setting that keys and shapes do not tell, from the metadata or the caller; null where nobody says it.</summary>
    public string? Setting(string name) => settings.GetValueOrDefault(name);

    /// <summary>The same as a number.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public double? Number(string name) => Setting(name) is not { } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value
        : throw new FormatException($"its {name} is '{text}', which is no number");

    /// <summary>The same as a choice.</summary>
    /// <exception cref="FormatException">It is none of them.</exception>
    public T? Choice<T>(string name) where T : struct, Enum => Setting(name) is not { } text ? null
        : Enum.TryParse<T>(text, out var value) && Enum.IsDefined(value) ? value
        : throw new FormatException($"its {name} is '{text}' instead of {string.Join(" or ", Enum.GetNames<T>())}");

    /// <summary>Refuses keys and shapes that promise a network far larger than what the file holds, before it is built.</summary>
    /// <param name="weights">How many the network has at least.</param>
    /// <exception cref="FormatException">The file holds fewer numbers.</exception>
    public void RequireWeights(long weights)
    {
        var held = Tensors.Values.Sum(tensor => tensor.numel());
        if (weights > held)
            throw new FormatException($"its keys and shapes promise a network of at least {weights:N0} weights, and it holds " +
                $"{held:N0} numbers");
    }

    /// <summary>The same for <paramref name="layers"/> 3×3 convolutions from as many channels to as many.</summary>
    public void RequireLayers(long layers, long channels) => RequireWeights(layers * 9 * channels * channels);

    internal NetworkKeys Through(KeyMap map) => new(map.ToOurs(Tensors), original, settings, map);
}
