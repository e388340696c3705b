using SuperResolution.Models;

namespace SuperResolution.Weights;

/// <summary>VGG networks with the weights that are at hand.</summary>
public static class VggWeights
{
    /// <summary>torchvision's VGG19, all layers: a download of the user's.</summary>
    public const string TorchVision19 = "vgg19-dcbb9e9d.pth";

    /// <summary>torchvision's VGG16, all layers: a download of the user's.</summary>
    public const string TorchVision16 = "vgg16-397923af.pth";

    /// <summary>The Oxford VGG19 up to φ3,4.</summary>
    public const string Oxford19 = "vgg19_oxford_conv1_1-conv3_4.safetensors";

    /// <summary>VGG19 with torchvision's weights where they are, else with the Oxford weights if those reach the wanted layers.</summary>
    /// <param name="wanted">The layers that are returned.</param>
    /// <returns>In evaluation mode, no gradients for its weights; the caller owns it.</returns>
    /// <exception cref="FileNotFoundException">No file has these layers; the message says what to get and where to put it.</exception>
    public static Vgg19Features Open19(params IReadOnlyList<VggLayer> wanted)
    {
        if (ExternalWeights.Find(TorchVision19) is { } torchVision) return (Vgg19Features)Loaded(new Vgg19Features(wanted, VggPreprocessing.TorchVision), torchVision);
        if (wanted.All(layer => layer.Block <= 3) && ExternalWeights.Find(Oxford19) is { } oxford) return (Vgg19Features)Loaded(new Vgg19Features(wanted, VggPreprocessing.Oxford), oxford);
        throw Missing(TorchVision19, "548 MB", wanted);
    }

    /// <summary>VGG16 with torchvision's weights.</summary>
    /// <param name="wanted">The layers that are returned.</param>
    /// <returns>In evaluation mode, no gradients for its weights; the caller owns it.</returns>
    /// <exception cref="FileNotFoundException">The file is not there; the message says where to get it and where to put it.</exception>
    public static Vgg16Features Open16(params IReadOnlyList<VggLayer> wanted) =>
        (Vgg16Features)Loaded(new Vgg16Features(wanted, VggPreprocessing.TorchVision), ExternalWeights.Find(TorchVision16) ?? throw Missing(TorchVision16, "528 MB", wanted));

    private static VggFeatures Loaded(VggFeatures network, string path)
    {
        ModuleWeights.LoadPart(network, path);
        foreach (var parameter in network.parameters()) parameter.requires_grad = false;
        network.eval();
        return network;
    }

    private static FileNotFoundException Missing(string file, string size, IReadOnlyList<VggLayer> wanted) => new(
        $"The weights for {string.Join(", ", wanted)} are not there. Get {file} ({size}) from https://download.pytorch.org/models/{file} and put it into {ExternalWeights.Folder}.", file);
}
