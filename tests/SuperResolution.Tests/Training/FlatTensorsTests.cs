using SuperResolution.Models;
using SuperResolution.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Tests.Training;

public class FlatTensorsTests
{
    [Fact]
    public void Parts_have_the_values_shapes_and_memory_order_of_what_was_joined_and_share_the_vectors_memory()
    {
        using var scope = NewDisposeScope();
        Tensor[] tensors = [rand(2, 3), rand(2, 4, 3, 3).permute(0, 2, 3, 1), rand(1), rand(5, 1, 3, 3), rand(7)[TensorIndex.Slice(2, 6)]];

        var flat = FlatTensors.Join(tensors);
        var parts = FlatTensors.Parts(flat, tensors);

        Assert.Equal(6 + 72 + 1 + 45 + 4, flat.numel());
        Assert.All(tensors.Zip(parts), pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>()));
        Assert.All(tensors.Zip(parts), pair => Assert.Equal(pair.First.stride(), pair.Second.stride()));
        parts[3].fill_(2);
        Assert.Equal(45, flat.eq(2).sum().item<long>());
    }

    [Fact] // what the optimiser relies on
    public void LibTorch_gives_gradients_the_memory_order_of_their_weights()
    {
        using var scope = NewDisposeScope();
        var network = Sequential(Conv2d(1, 4, 3), Conv2d(4, 6, 3), PReLU(6), Conv2d(6, 1, 5)).UseChannelsLast();
        network.call(rand(2, 1, 12, 12)).square().sum().backward();

        Assert.All(network.parameters(), parameter => Assert.Equal(parameter.stride(), parameter.grad!.stride()));
    }
}
