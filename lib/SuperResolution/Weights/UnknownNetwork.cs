using SuperResolution.Models;
using static TorchSharp.torch;

namespace SuperResolution.Weights;

/// <summary>What to say of a file with a network that nobody has described.</summary>
internal static class UnknownNetwork
{
    private const int Longest = 260, LongestKey = 32; // with the beginning of the sentence 300 characters

    // Keys by which others' networks can be told; whoever adds one to the kit takes its line away.
    private static readonly (string Name, string Key)[] strangers =
    [
        ("SwinIR", ".attn.relative_position_bias_table"), ("RCAN", ".conv_du.0.weight"), ("RCAN", ".rcab.0."), ("RDN", "SFENet1.weight"),
        ("FSRCNN", "mid_part.0.weight"),
        ("RLFN", "block_1.c1_r.weight"), ("IMDN", "IMDB1.c1.weight"), ("CARN", "entry.weight"),
        ("a discriminator", "linear2.weight"), ("VGG", "features.0.weight"),
    ];

    /// <summary>The end of a sentence that begins with the file.</summary>
    /// <param name="tensors">What it holds.</param>
    /// <param name="taken">
    /// Characters that the file's name takes: the whole sentence has 300, with as many names of networks as there is room for.
    /// </param>
    public static string Describe(IReadOnlyDictionary<string, Tensor> tensors, int taken)
    {
        var keys = tensors.Keys.Take(2).Select(key => key.Length <= LongestKey ? key : key[..LongestKey] + "…");
        var what = Name(tensors) is { } name ? $"it looks like {name}, which is" : $"its keys ({string.Join(", ", keys)} …) are";
        var known = Architectures.All.Select(architecture => architecture.Name).ToList();
        return Enumerable.Range(0, known.Count + 1).Select(Sentence).LastOrDefault(sentence => sentence.Length + taken <= Longest)
            ?? Sentence(0);

        string Sentence(int count) =>
            $"{what} none that is known ({string.Join(", ", known.Take(count))}{(count < known.Count ? " …" : "")}). Choose another " +
            "file, or describe its network (Architectures.Add)";
    }

    private static string? Name(IReadOnlyDictionary<string, Tensor> tensors)
    {
        // A Python example and many copies of it: a luma network whose last convolution makes scale² planes.
        if (tensors.TryGetValue("conv1.weight", out var first) && first.shape is [_, 1, 5, 5]
            && tensors.TryGetValue("conv4.weight", out var last) && last.shape is [> 1, ..])
            return "ESPCN";
        return strangers.FirstOrDefault(
            stranger => tensors.Keys.Any(key => ("." + key).Contains(stranger.Key, StringComparison.Ordinal))).Name;
    }
}
