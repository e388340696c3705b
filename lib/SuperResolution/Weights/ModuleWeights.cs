using SuperResolution.Models;
using static TorchSharp.torch;

namespace SuperResolution.Weights;

/// <summary>Weights into and out of networks, by the names of the public PyTorch implementations.</summary>
public static class ModuleWeights
{
    // PyTorch counts batches only to average statistics without momentum; files of its first versions lack the count.
    private const string BatchCount = ".num_batches_tracked";
    private const int MostProblems = 3; // a file of another network has a thousand

    /// <summary>
    /// Loads a safetensors or PyTorch file into <paramref name="network"/>: all of it or, when anything does not fit, nothing.
    /// </summary>
    /// <param name="network">Where to.</param>
    /// <param name="path">The file.</param>
    /// <param name="map">Translates the file's names; null where they are the kit's.</param>
    /// <returns>The file's metadata.</returns>
    /// <exception cref="WeightsFormatException">
    /// Keys are missing, unexpected or of the wrong shape (the first are named), values are not finite, or the file is damaged.
    /// </exception>
    public static IReadOnlyDictionary<string, string> Load(nn.Module network, string path, KeyMap? map = null)
    {
        using var file = WeightsFile.Open(path);
        Copy(network, map?.ToOurs(file.Tensors) ?? file.Tensors, path);
        return file.Metadata;
    }

    /// <summary>Loads what the network has from a file that may hold more, for example the first layers of a VGG.</summary>
    /// <param name="network">Where to.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="WeightsFormatException">Keys are missing or of the wrong shape, or the file is damaged.</exception>
    public static void LoadPart(nn.Module network, string path)
    {
        using var file = WeightsFile.Open(path);
        var own = network.state_dict();
        Copy(network, file.Tensors.Where(pair => own.ContainsKey(pair.Key)).ToDictionary(), path);
    }

    /// <summary>Copies tensors into the parameters and buffers of the same names, all or nothing.</summary>
    /// <param name="network">Where to.</param>
    /// <param name="tensors">Exactly the network's keys and shapes; only a normalisation's count of batches may be missing.</param>
    /// <param name="source">What to call the source in error messages.</param>
    /// <exception cref="WeightsFormatException">As for <see cref="Load"/>.</exception>
    public static void Copy(nn.Module network, IReadOnlyDictionary<string, Tensor> tensors, string source)
    {
        var own = network.state_dict();
        var missing = own.Keys.Where(key => !tensors.ContainsKey(key) && !key.EndsWith(BatchCount, StringComparison.Ordinal))
            .Select(key => $"'{key}' is missing");
        var unexpected = tensors.Keys.Where(key => !own.ContainsKey(key)).Select(key => $"'{ForeignText.Show(key)}' is unexpected");
        var wrong = own.Where(pair => tensors.TryGetValue(pair.Key, out var tensor) && !tensor.shape.SequenceEqual(pair.Value.shape))
            .Select(pair => $"'{pair.Key}' has the shape ({string.Join(", ", tensors[pair.Key].shape)}) instead of " +
                $"({string.Join(", ", pair.Value.shape)})");
        var problems = missing.Concat(unexpected).Concat(wrong).ToList();
        if (problems.Count > 0)
            throw new WeightsFormatException(
                source, $"it does not fit {network.GetName()}: {string.Join(", ", problems.Take(MostProblems))}" +
                    (problems.Count > MostProblems ? $" and {problems.Count - MostProblems:N0} more" : ""));
        RequireFinite(tensors, source);

        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var (key, tensor) in own)
        {
            if (tensors.TryGetValue(key, out var value)) tensor.copy_(value);
            else tensor.zero_();
        }
    }

    /// <summary>Refuses weights with which every picture would be lost, before any picture is.</summary>
    /// <param name="tensors">By name.</param>
    /// <param name="source">What to call the source in error messages.</param>
    /// <exception cref="WeightsFormatException">One of them holds an infinity or a NaN.</exception>
    internal static void RequireFinite(IEnumerable<KeyValuePair<string, Tensor>> tensors, string source)
    {
        using var scope = NewDisposeScope();
        foreach (var (name, tensor) in tensors)
        {
            if (tensor.is_floating_point() && !tensor.isfinite().all().item<bool>())
                throw new WeightsFormatException(
                    source, $"'{ForeignText.Show(name)}' holds values that are infinite or not numbers (NaN): its training diverged, or " +
                        "it is damaged");
        }
    }

    /// <summary>
    /// Saves parameters and buffers as safetensors, atomically, with what the keys do not tell of the network's settings in the metadata.
    /// </summary>
    /// <param name="network">Any device and memory order.</param>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="metadata">Provenance, measured values.</param>
    /// <param name="map">Translates the kit's names into a public naming; null keeps them.</param>
    public static void Save(nn.Module network, string path, IReadOnlyDictionary<string, string>? metadata = null, KeyMap? map = null) =>
        SafetensorsFile.Write(path, network.state_dict()
            .Select(pair => KeyValuePair.Create(map?.ToTheirs(pair.Key) ?? pair.Key, pair.Value)),
            ((network as INetwork)?.Metadata ?? []).Concat(metadata ?? new Dictionary<string, string>()).DistinctBy(entry => entry.Key)
            .ToDictionary());
}
