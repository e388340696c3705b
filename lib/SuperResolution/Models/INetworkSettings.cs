using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>The settings of a network, a record: what a recipe has to know of the network that it trains.</summary>
public interface INetworkSettings
{
    /// <summary>Depth and width in words, e.g. "16 blocks × 64 channels".</summary>
    string Size { get; }

    /// <summary>Whether it is trained on luma that was enlarged before, instead of colours.</summary>
    bool OnLuma => false;

    /// <summary>The scales of the patches in a batch, in equal shares; empty: the recipe's alone.</summary>
    IReadOnlyList<int> Scales => [];

    /// <summary>By how many pixels a patch of the input is larger than the output's on every side.</summary>
    int Margin => 0;

    /// <summary>The network with PyTorch's default initialisation, on the CPU; the caller owns it.</summary>
    Module<Tensor, Tensor> Build(int scale);

    /// <summary>The output that is compared with the target; the caller owns it.</summary>
    Tensor Forward(Module<Tensor, Tensor> network, Tensor input) => network.call(input);
}
