using SuperResolution.Models;
using SuperResolution.Training;

namespace SuperResolution.Weights;

/// <summary>
/// Weights that were trained with this kit and ship with it; each file's metadata holds recipe, data, seed and measured PSNR.
/// </summary>
public static class TrainedWeights
{
    private static string Folder => Path.Combine(Path.GetDirectoryName(typeof(TrainedWeights).Assembly.Location)!, "weights");

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

    /// <summary>SRCNN 9-5-5, trained here for one scale.</summary>
    /// <param name="scale">2, 3 or 4.</param>
    public static LumaUpscaler Srcnn(int scale) => SrcnnFrom(File($"srcnn-9-5-5-x{scale}"), scale, "SRCNN (trained here)");

    /// <summary>
    /// SRCNN 9-5-5 at ×2, one of four that differ in nothing but the loss they were trained with (<see cref="SrcnnRecipe.OneLoss"/>).
    /// <see cref="Files"/> does not list them.
    /// </summary>
    /// <param name="loss">The loss.</param>
    public static LumaUpscaler SrcnnOf(RestorationLoss loss)
    {
        var (file, name) = loss switch
        {
            RestorationLoss.L2 => ("l2", "L2"),
            RestorationLoss.L1 => ("l1", "L1"),
            RestorationLoss.MsSsim => ("ms-ssim", "MS-SSIM"),
            RestorationLoss.Mix => ("mix", "Mix"),
            _ => throw new ArgumentOutOfRangeException(nameof(loss), loss, "There is no such loss."),
        };
        return SrcnnFrom(File($"losses/srcnn-x2-{file}"), 2, name);
    }

    /// <summary>SRCNN 9-5-5 from a safetensors file with the keys conv1 … conv3, for example the authors' weights.</summary>
    /// <param name="path">The file.</param>
    /// <param name="scale">The scale that the weights were trained for.</param>
    /// <param name="name">What tables call it.</param>
    /// <exception cref="WeightsFormatException">The file is damaged or holds another network.</exception>
    public static LumaUpscaler SrcnnFrom(string path, int scale, string name)
    {
        var network = new Srcnn(SrcnnShape.Net955);
        ModuleWeights.Load(network, path);
        network.eval();
        return new LumaUpscaler(network, scale, name);
    }
}
