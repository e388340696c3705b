using SuperResolution.Imaging;
using SuperResolution.Models;
using SuperResolution.Weights;

namespace SuperResolution.Metrics;

/// <summary>Everything that the kit can compare at a scale: interpolation, the weights that ship, and those of others that are at hand.</summary>
public static class EvaluatedMethods
{
    private const string ImageNet = "395,909 pictures of ImageNet";

    private static readonly (string File, int[] Scales, string Network, string Whose, string Training)[] external =
    [
        ("srcnn_955_imagenet_x2.safetensors", [2], "SRCNN", "authors'", "SRCNN 9-5-5, " + ImageNet),
        ("srcnn_955_imagenet_x3.safetensors", [3], "SRCNN", "authors'", "SRCNN 9-5-5, " + ImageNet),
        ("srcnn_955_imagenet_x4.safetensors", [4], "SRCNN", "authors'", "SRCNN 9-5-5, " + ImageNet),
        ("vdsr_official.safetensors", [2, 3, 4], "VDSR", "authors'", "VDSR 20 layers × 64 channels, 291 images"),
        ("srresnet8_x4.safetensors", [4], "SRResNet", "8 blocks, by others", "SRResNet 8 blocks × 64 channels, trained by others"),
        ("srgan_generator_5blocks_x2.pth", [2], "SRGAN", "5 blocks, by others", "SRGAN 5 blocks × 64 channels, trained by others"),
        ("edsr64_x2.pt", [2], "EDSR-baseline", "torchSR's", "EDSR 16 blocks × 64 channels, DIV2K"),
        ("edsr64_x3.pt", [3], "EDSR-baseline", "torchSR's", "EDSR 16 blocks × 64 channels, DIV2K"),
        ("edsr64_x4.pt", [4], "EDSR-baseline", "torchSR's", "EDSR 16 blocks × 64 channels, DIV2K"),
        ("edsr_x2.pt", [2], "EDSR", "authors'", "EDSR 32 blocks × 256 channels, DIV2K"),
        ("edsr_x3.pt", [3], "EDSR", "authors'", "EDSR 32 blocks × 256 channels, DIV2K"),
        ("edsr_x4.pt", [4], "EDSR", "authors'", "EDSR 32 blocks × 256 channels, DIV2K"),
        ("msrresnet_x4c64b16_1x16_300k_div2k_20200521-61556be5.pth", [4], "MSRResNet", "MMEditing's", "MSRResNet 16 blocks × 64 channels, DIV2K"),
        ("srgan_x4c64b16_1x16_1000k_div2k_20200606-a1f0810e.pth", [4], "SRGAN", "MMEditing's", "SRGAN 16 blocks × 64 channels without normalisation, DIV2K"),
        ("ESRGAN_PSNR_SRx4_DF2K_official-150ff491.pth", [4], "RRDBNet", "authors'", "RRDBNet 23 blocks × 64 channels, DF2K"),
        ("ESRGAN_SRx4_DF2KOST_official-ff704c30.pth", [4], "ESRGAN", "authors'", "ESRGAN 23 blocks × 64 channels, DF2K and OST"),
    ];

    /// <summary>All methods of a scale, the simplest first: interpolation, then those that ship and those of others, by network.</summary>
    /// <param name="scale">2, 3, 4 …</param>
    public static IReadOnlyList<EvaluatedMethod> At(int scale) =>
    [
        EvaluatedMethod.Of(Interpolation.Nearest(scale)), EvaluatedMethod.Of(Interpolation.Bilinear(scale)), EvaluatedMethod.Of(Interpolation.Bicubic(scale)),
        .. Here(scale).Concat(Found(scale)).OrderBy(method => Order(method.Network)).ThenBy(method => method.Origin).ThenBy(method => method.Name, StringComparer.Ordinal),
    ];

    /// <summary>What a weights file is and was trained on: of the files that the kit knows, and of those that its trainings write; "not known" of others.</summary>
    /// <param name="path">Safetensors or .pth.</param>
    /// <exception cref="WeightsFormatException">The file is damaged.</exception>
    public static string TrainingOf(string path)
    {
        if (external.FirstOrDefault(entry => entry.File == Path.GetFileName(path)) is { File: not null } known) return known.Training;
        try
        {
            using var file = File.OpenRead(path);
            return FileFormat.Of(file) == FileFormat.Safetensors && SafetensorsFile.ReadMetadata(path).ContainsKey("network") ? TrainingFacts.Read(path).Sentence : "not known";
        }
        catch (Exception error) when (error is System.Text.Json.JsonException or InvalidOperationException)
        {
            return "not known"; // metadata of the same names that somebody else wrote
        }
    }

    /// <summary>The weights that ship: whatever lies beside the library.</summary>
    private static IEnumerable<EvaluatedMethod> Here(int scale)
    {
        foreach (var file in TrainedWeights.Files())
        {
            var metadata = SafetensorsFile.ReadMetadata(file);
            var network = metadata.GetValueOrDefault("network", "").Split(' ')[0];
            var serves = Architectures.All.FirstOrDefault(architecture => architecture.Name == network)?.Scales ?? [];
            if (serves.Count > 0 ? serves.Contains(scale) : metadata.GetValueOrDefault(NetworkKeys.ScaleSetting) == $"{scale}") yield return EvaluatedMethod.Here(file, scale);
        }
    }

    private static IEnumerable<EvaluatedMethod> Found(int scale) => external
        .Where(entry => entry.Scales.Contains(scale))
        .Select(entry => (entry, Path: ExternalWeights.Find(entry.File)))
        .Where(found => found.Path is not null)
        .Select(found => EvaluatedMethod.Found(found.Path!, scale, found.entry.Network, found.entry.Whose, found.entry.Training));

    private static int Order(string network) => Array.IndexOf(["SRCNN", "VDSR", "SRResNet", "MSRResNet", "EDSR-baseline", "EDSR", "RRDBNet", "SRGAN", "ESRGAN"], network) is var at && at < 0 ? int.MaxValue : at;
}
