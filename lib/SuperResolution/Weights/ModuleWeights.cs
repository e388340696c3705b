using static TorchSharp.torch;

namespace SuperResolution.Weights;

/// <summary>Weights into and out of networks, by the names of the public PyTorch implementations.</summary>
public static class ModuleWeights
{
    /// <summary>Loads a safetensors file into <paramref name="network"/>: all of it or, when anything does not fit, nothing.</summary>
    /// <returns>The file's metadata.</returns>
    /// <exception cref="WeightsFormatException">Keys are missing, unexpected or of the wrong shape (all are named), or the file is damaged.</exception>
    public static IReadOnlyDictionary<string, string> Load(nn.Module network, string path)
    {
        using var file = SafetensorsFile.Read(path);
        Copy(network, file.Tensors, path);
        return file.Metadata;
    }

    /// <summary>Copies tensors into the parameters and buffers of the same names, all or nothing.</summary>
    /// <param name="network">Where to.</param>
    /// <param name="tensors">Exactly the network's keys and shapes.</param>
    /// <param name="source">What to call the source in error messages.</param>
    /// <exception cref="WeightsFormatException">As for <see cref="Load"/>.</exception>
    public static void Copy(nn.Module network, IReadOnlyDictionary<string, Tensor> tensors, string source)
    {
        var own = network.state_dict();
        var missing = own.Keys.Where(key => !tensors.ContainsKey(key)).Select(key => $"'{key}' is missing");
        var unexpected = tensors.Keys.Where(key => !own.ContainsKey(key)).Select(key => $"'{key}' is unexpected");
        var wrong = own.Where(pair => tensors.TryGetValue(pair.Key, out var tensor) && !tensor.shape.SequenceEqual(pair.Value.shape))
            .Select(pair => $"'{pair.Key}' has the shape ({string.Join(", ", tensors[pair.Key].shape)}) instead of ({string.Join(", ", pair.Value.shape)})");
        var problems = missing.Concat(unexpected).Concat(wrong).ToList();
        if (problems.Count > 0)
            throw new WeightsFormatException(source, $"it does not fit {network.GetName()}: {string.Join(", ", problems)}");

        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var (key, tensor) in own) tensor.copy_(tensors[key]);
    }

    /// <summary>Saves parameters and buffers as safetensors, atomically.</summary>
    public static void Save(nn.Module network, string path, IReadOnlyDictionary<string, string>? metadata = null) =>
        SafetensorsFile.Write(path, network.state_dict(), metadata);
}
