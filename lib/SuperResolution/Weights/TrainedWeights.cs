using SuperResolution.Imaging;
using SuperResolution.Models;

namespace SuperResolution.Weights;

/// <summary>
/// Weights that were trained with this kit and ship with it; each file's metadata holds recipe, data, seed and measured PSNR.
/// </summary>
public static class TrainedWeights
{
    private static readonly Lazy<List<(string Name, string Network, string Scale)>> shipped = new(ReadAll);

    private static string Folder => Path.Combine(Path.GetDirectoryName(typeof(TrainedWeights).Assembly.Location)!, "weights");

    /// <summary>The file that says what the weights that ship gave on a drawn picture when they were added.</summary>
    public static string KnownFile => Path.Combine(Folder, "known.json");

    /// <summary>The file of this name, e.g. "srcnn-9-5-5-x3", beside the library.</summary>
    /// <exception cref="FileNotFoundException">No such weights ship; the message names those that do.</exception>
    public static string File(string name) => TryFile(name) ?? throw new FileNotFoundException(
        $"No weights '{name}' ship with the kit. There are: {string.Join(", ", Files().Select(Path.GetFileNameWithoutExtension))}.", name);

    /// <summary>The same, or null.</summary>
    public static string? TryFile(string name) =>
        Path.Combine(Folder, name + ".safetensors") is var file && System.IO.File.Exists(file) ? file : null;

    /// <summary>All files that ship, in ordinal order of their names.</summary>
    public static IReadOnlyList<string> Files() =>
        Directory.Exists(Folder) ? [.. Directory.GetFiles(Folder, "*.safetensors").Order(StringComparer.Ordinal)] : [];

    /// <summary>Opens weights that ship.</summary>
    /// <param name="name">E.g. "srcnn-9-5-5-x3".</param>
    /// <param name="scale">Needed where one set of weights serves several.</param>
    /// <param name="called">What tables call it; null: the network, trained here.</param>
    /// <exception cref="FileNotFoundException">No such weights ship; the message names those that do.</exception>
    public static Upscaler Open(string name, int? scale = null, string? called = null)
    {
        var file = File(name);
        return NetworkFile.Open(file, scale, name: called ?? $"{Network(SafetensorsFile.ReadMetadata(file))} (trained here)");
    }

    /// <summary>Names of the weights of a network that ship for a scale.</summary>
    /// <param name="architecture">A network, or a training of one.</param>
    /// <param name="scale">2, 3, 4 …</param>
    public static IReadOnlyList<string> Of(Architecture architecture, int scale) =>
    [
        .. from file in shipped.Value
           where file.Network == architecture.Name
           where architecture.Scales.Count > 0 ? architecture.Scales.Contains(scale) : file.Scale == $"{scale}"
           select file.Name,
    ];

    private static List<(string Name, string Network, string Scale)> ReadAll() =>
    [
        .. from file in Files()
           let metadata = SafetensorsFile.ReadMetadata(file)
           select (Path.GetFileNameWithoutExtension(file), Network(metadata), metadata[NetworkKeys.ScaleSetting]),
    ];

    private static string Network(IReadOnlyDictionary<string, string> metadata) => metadata["network"].Split(' ')[0];
}
