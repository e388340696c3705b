using SuperResolution.Imaging;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>What a network wants to be fed with.</summary>
public sealed record NetworkInput
{
    private NetworkInput()
    {
    }

    /// <summary>Luma instead of colours.</summary>
    public bool IsLuma { get; private init; }

    /// <summary>Whether the picture is enlarged before the network, which then restores it.</summary>
    public bool EnlargedBefore { get; private init; }

    /// <summary>The smallest side it can take, in pixels of its input.</summary>
    public int Smallest { get; private init; }

    /// <summary>Colours.</summary>
    /// <param name="smallest">Smaller pictures are padded by repeating the edge, and the result is cut.</param>
    public static NetworkInput Rgb(int smallest = 1) => new() { Smallest = smallest };

    /// <summary>Luma; chroma is enlarged by bicubic interpolation.</summary>
    /// <param name="enlargedBefore">Whether luma is enlarged by bicubic interpolation before the network.</param>
    public static NetworkInput Luma(bool enlargedBefore) => new() { IsLuma = true, EnlargedBefore = enlargedBefore, Smallest = 1 };

    /// <summary>The network as something that enlarges pictures.</summary>
    /// <param name="network">In evaluation mode. It belongs to the result then.</param>
    /// <param name="scale">What it enlarges by.</param>
    /// <param name="name">What tables call it.</param>
    internal Upscaler Surround(Module<Tensor, Tensor> network, int scale, string name) => IsLuma
        ? new LumaUpscaler(network, scale, name, enlargedBefore: EnlargedBefore)
        : new RgbUpscaler(network, scale, name, (network as INetwork)?.Reach, (network as INetwork)?.MultipleOf ?? 1, Smallest);
}
