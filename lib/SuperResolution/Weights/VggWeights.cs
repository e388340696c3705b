using SuperResolution.Models;
using SuperResolution.Platform;
using TorchSharp;

namespace SuperResolution.Weights;

/// <summary>VGG networks with the weights that are at hand.</summary>
public static class VggWeights
{
    private const string TorchVision19 = "vgg19-dcbb9e9d.pth", TorchVision16 = "vgg16-397923af.pth",
        Oxford19 = "vgg19_oxford_conv1_1-conv3_4.safetensors";

    /// <summary>
    /// VGG19 with torchvision's weights where they are, else with the Oxford weights (up to φ3,4) if those reach the wanted layers.
    /// </summary>
    /// <param name="wanted">The layers that are returned.</param>
    /// <returns>On the kit's device, in evaluation mode, no gradients for its weights; the caller owns it.</returns>
    /// <exception cref="FileNotFoundException">No file has these layers; the message says what to get and where to put it.</exception>
    public static Vgg19Features Open19(params IReadOnlyList<VggLayer> wanted)
    {
        if (ExternalWeights.Find(TorchVision19) is null && wanted.All(layer => layer.Block <= 3)
            && ExternalWeights.Find(Oxford19) is { } oxford)
            return Loaded(new Vgg19Features(wanted, VggPreprocessing.Oxford), oxford);
        return Loaded(new Vgg19Features(wanted, VggPreprocessing.TorchVision), ExternalWeights.Require(TorchVision19));
    }

    /// <summary>
    /// As <see cref="Open19"/>, but where no weights are at hand an untrained network stands in, and says so: see
    /// <see cref="VggFeatures.Notice"/>.
    /// </summary>
    /// <param name="wanted">The layers that are returned.</param>
    /// <returns>On the kit's device, in evaluation mode, no gradients for its weights; the caller owns it.</returns>
    public static Vgg19Features Open19OrUntrained(params IReadOnlyList<VggLayer> wanted)
    {
        try
        {
            return Open19(wanted);
        }
        catch (FileNotFoundException missing)
        {
            return Untrained19("UNTRAINED: no VGG19 weights are at hand, so a network with random weights stands in. What it shows is " +
                "what this architecture "
                + $"does to any picture, not what VGG has learned. {missing.Message}", wanted);
        }
    }

    /// <summary>
    /// VGG19 as it is before any training: He's random values (arXiv 1502.01852, eq. 10), the same each time. To compare trained weights
    /// with.
    /// </summary>
    /// <param name="wanted">The layers that are returned.</param>
    /// <returns>On the kit's device, in evaluation mode, no gradients for its weights; the caller owns it.</returns>
    public static Vgg19Features Untrained19(params IReadOnlyList<VggLayer> wanted) =>
        Untrained19("UNTRAINED: a network with random weights.", wanted);

    private static Vgg19Features Untrained19(string notice, IReadOnlyList<VggLayer> wanted)
    {
        var network = new Vgg19Features(wanted, VggPreprocessing.TorchVision) { Notice = notice };
        using var generator = new torch.Generator(19);
        Initialisation.He.Apply(network, generator);
        return Frozen(network);
    }

    /// <summary>VGG16 with torchvision's weights.</summary>
    /// <param name="preprocessing">
    /// <see cref="VggPreprocessing.TorchVision"/>, or <see cref="VggPreprocessing.Done"/> where the input is normalised already.
    /// </param>
    /// <param name="wanted">The layers that are returned.</param>
    /// <returns>On the kit's device, in evaluation mode, no gradients for its weights; the caller owns it.</returns>
    /// <exception cref="FileNotFoundException">The file is not there; the message says where to get it and where to put it.</exception>
    public static Vgg16Features Open16(VggPreprocessing preprocessing, params IReadOnlyList<VggLayer> wanted) =>
        Loaded(new Vgg16Features(wanted, preprocessing), ExternalWeights.Require(TorchVision16));

    private static T Loaded<T>(T network, string path) where T : VggFeatures
    {
        try
        {
            ModuleWeights.LoadPart(network, path);
        }
        catch
        {
            network.Dispose();
            throw;
        }
        return Frozen(network);
    }

    private static T Frozen<T>(T network) where T : VggFeatures
    {
        foreach (var parameter in network.parameters()) parameter.requires_grad = false;
        network.eval();
        return network.to(Compute.Device);
    }
}
