using System.Globalization;
using SuperResolution.Imaging;
using SuperResolution.Models;
using SuperResolution.Platform;
using TorchSharp;
using static TorchSharp.torch;

namespace SuperResolution.Weights;

/// <summary>A weights file of any network of <see cref="Architectures.All"/>: which one it is follows from its keys and shapes.</summary>
/// <remarks>
/// What they cannot tell comes from the metadata of safetensors files, where <see cref="ModuleWeights.Save"/> writes it, from constants
/// among the tensors, or from the caller. Names that wrappers put before every key (DataParallel, torch.compile, Lightning, BasicSR's
/// trainers) are taken away, and so are the networks beside it.
/// </remarks>
public static class NetworkFile
{
    private const int DeepestPrefix = 3;
    private const string AveragedCount = "n_averaged"; // of PyTorch's AveragedModel, beside the weights

    private static readonly string[] prefixes = ["module.", "_orig_mod.", "generator.", "model.", "netG."];

    /// <summary>Opens a file on the kit's device, ready to upscale.</summary>
    /// <param name="path">Safetensors or .pth.</param>
    /// <param name="scale">Needed where the file does not tell it: luma networks enlarge before they begin.</param>
    /// <param name="residualScale">Of a network that needs one, and whose file has neither metadata nor a published setting.</param>
    /// <param name="key">Which dictionary of a checkpoint; null: the usual one, see <see cref="PthFile"/>.</param>
    /// <param name="name">What tables call it; null: the network and the file.</param>
    /// <returns>It keeps the network for as long as it lives; nobody has to free it.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="WeightsFormatException">Damaged, or no network that is known; the message says what was expected.</exception>
    public static Upscaler Open(string path, int? scale = null, double? residualScale = null, string? key = null, string? name = null)
    {
        using var file = WeightsFile.Open(path, key);
        var (network, architecture, keys) = Read(file, path, Told(file, scale, residualScale));
        try
        {
            var found = (network as INetwork)?.Scale ?? (architecture.Scales.Count > 0 ? scale : null)
                ?? Explained(path, () => keys.Scale);
            if (scale is { } asked && asked != found) throw new WeightsFormatException(path, $"it enlarges by {found}, not by {asked}");
            ModuleWeights.Copy(network, keys.Tensors, path);
            network.eval();
            name ??= $"{architecture.Name} ({Path.GetFileNameWithoutExtension(path)})";
            return Explained(path, () => architecture.Input.Surround(network.to(Compute.Device).UseFastLayers(), found, name));
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Loads a file, under any of the names that <see cref="Open"/> reads, into a network that is to go on from it: all of it, or nothing.
    /// </summary>
    /// <param name="network">Where to.</param>
    /// <param name="path">Safetensors or .pth.</param>
    /// <param name="key">As for <see cref="Open"/>.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="WeightsFormatException">Damaged, or of another network, size or setting.</exception>
    public static void Load(nn.Module<Tensor, Tensor> network, string path, string? key = null)
    {
        using var file = WeightsFile.Open(path, key);
        if (network is not INetwork known)
        {
            ModuleWeights.Copy(network, file.Tensors, path);
            return;
        }
        var (held, architecture, keys) = Read(file, path, file.Metadata);
        using (held)
        {
            if (architecture != known.Architecture)
                throw new WeightsFormatException(
                    path, $"it holds a network {architecture.Name}, and {known.Architecture.Name} is asked for");
            var own = known.Metadata.ToDictionary();
            foreach (var (setting, value) in (held as INetwork)?.Metadata ?? [])
                if (own.GetValueOrDefault(setting) is var here && here != value)
                    throw new WeightsFormatException(path, $"its network has the {setting} {value}, and {here ?? "none"} is asked for");
        }
        ModuleWeights.Copy(network, keys.Tensors, path);
    }

    /// <summary>
    /// Which network a file holds, what it enlarges by (several scales where one set of weights serves them, none where the file does not
    /// say it), and its metadata.
    /// </summary>
    /// <param name="path">Safetensors or .pth.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="WeightsFormatException">Damaged, or no network that is known.</exception>
    public static (Architecture Architecture, IReadOnlyList<int> Scales, IReadOnlyDictionary<string, string> Metadata) Identify(
        string path)
    {
        using var file = WeightsFile.Open(path);
        var (network, architecture, keys) = Read(file, path, file.Metadata);
        using (network)
        {
            IReadOnlyList<int> scales = (network as INetwork)?.Scale is { } own ? [own] : architecture.Scales;
            if (scales.Count == 0 && keys.Setting(NetworkKeys.ScaleSetting) is not null) scales = [Explained(path, () => keys.Scale)];
            return (architecture, scales, file.Metadata);
        }
    }

    private static Dictionary<string, string> Told(WeightsFile file, int? scale, double? residualScale)
    {
        var settings = new Dictionary<string, string>(file.Metadata);
        if (scale is { } times) settings.TryAdd(NetworkKeys.ScaleSetting, times.ToString(CultureInfo.InvariantCulture));
        if (residualScale is { } factor) settings[NetworkKeys.ResidualScaleSetting] = factor.ToString(CultureInfo.InvariantCulture);
        return settings;
    }

    /// <summary>The network of a file, built without its weights; the caller owns it.</summary>
    private static (nn.Module<Tensor, Tensor> Network, Architecture Architecture, NetworkKeys Keys) Read(
        WeightsFile file, string path, IReadOnlyDictionary<string, string> settings)
    {
        if (file.Tensors.Count == 0) throw new WeightsFormatException(path, "it holds no tensors");
        if (file.Tensors.FirstOrDefault(pair => pair.Value.numel() == 0).Key is { } empty)
            throw new WeightsFormatException(path, $"'{empty}' is empty, which no network's weights are");
        var tensors = file.Tensors.Where(pair => pair.Key != AveragedCount).ToDictionary();
        foreach (var keys in WithoutPrefixes(tensors).Select(view => new NetworkKeys(view, settings)))
        {
            var found = Architectures.All.SelectMany(architecture => architecture.Find(keys).Select(ours => (architecture, ours)))
                .ToList();
            if (found.Count > 1)
                throw new WeightsFormatException(path, $"it could be {string.Join(" or ", found.Select(one => one.architecture.Name))}");
            if (found is [var (architecture, ours)]) return (Explained(path, () => architecture.Open(ours)), architecture, ours);
        }
        throw new WeightsFormatException(path, UnknownNetwork.Describe(tensors, path.Length));
    }

    /// <summary>The tensors as they are, then without what wrappers put before names, the fewest prefixes first.</summary>
    private static IEnumerable<IReadOnlyDictionary<string, Tensor>> WithoutPrefixes(IReadOnlyDictionary<string, Tensor> tensors)
    {
        var level = new List<IReadOnlyDictionary<string, Tensor>> { tensors };
        for (var depth = 0; depth <= DeepestPrefix; depth++)
        {
            foreach (var view in level) yield return view;
            level =
            [
                .. from view in level from prefix in prefixes where view.Keys.Any(key => key.StartsWith(prefix, StringComparison.Ordinal))
                   select view.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
                       .ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value),
            ];
        }
    }

    private static T Explained<T>(string path, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (FormatException error)
        {
            throw new WeightsFormatException(path, error.Message.TrimEnd('.'), error);
        }
        catch (Exception error) when (error is ArgumentException or OverflowException)
        {
            throw new WeightsFormatException(path, $"its keys, shapes and metadata make no network: {error.Message.TrimEnd('.')}", error);
        }
    }
}
