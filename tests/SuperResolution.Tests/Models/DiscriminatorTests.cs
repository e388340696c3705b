using SuperResolution.Models;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Models;

public class DiscriminatorTests
{
    [Fact]
    public void SRGANs_discriminator_has_eight_3x3_convolutions_of_64_to_512_channels_and_halves_four_times()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var network = new SrganDiscriminator(new SrganDiscriminatorSettings(InputSize: 32));
        var weights = network.state_dict().Where(pair => pair.Value.dim() == 4).Select(pair => pair.Value.shape).ToList();

        Assert.Equal([64, 64, 128, 128, 256, 256, 512, 512], weights.Select(shape => shape[0]));
        Assert.All(weights, shape => Assert.Equal((3, 3), (shape[2], shape[3])));
        // all but the first
        Assert.Equal(7, network.state_dict().Keys.Count(key => key.EndsWith("running_mean", StringComparison.Ordinal)));
        Assert.Equal([1024L, 512 * 2 * 2], network.state_dict()["dense1.weight"].shape);
        Assert.Equal([3L, 1], network.call(rand(3, 3, 32, 32)).shape);
    }

    [Fact]
    public void Another_size_is_refused_unless_the_head_pools()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        Assert.Contains("48×32", Assert.Throws<ArgumentException>(
            () => new SrganDiscriminator(new SrganDiscriminatorSettings(32)).call(rand(1, 3, 32, 48))).Message);
        Assert.Contains("multiple of 16",
            Assert.Throws<ArgumentException>(() => new SrganDiscriminator(new SrganDiscriminatorSettings(40))).Message);
        Assert.Contains("128×128", Assert.Throws<ArgumentException>(() => new EsrganDiscriminator(4).call(rand(1, 3, 96, 96))).Message);

        var pooled = new SrganDiscriminator(new SrganDiscriminatorSettings(32, Pooled: true));
        pooled.eval();
        Assert.Equal([2L, 1], pooled.call(rand(2, 3, 50, 70)).shape);
        var plain = new SrganDiscriminator(new SrganDiscriminatorSettings(32));
        plain.load_state_dict(pooled.state_dict());
        plain.eval();
        var x = rand(2, 3, 32, 32);
        Assert.True((plain.call(x) - pooled.call(x)).abs().max().item<float>() < 1e-5); // at its own size, pooling changes nothing
    }

    [Fact]
    public void Every_parameter_gets_a_gradient()
    {
        using var scope = NewDisposeScope();
        foreach (var network in new nn.Module<Tensor, Tensor>[]
        {
            new SrganDiscriminator(new SrganDiscriminatorSettings(32)), new EsrganDiscriminator(4),
        })
        {
            network.call(rand(2, 3, network is EsrganDiscriminator ? 128 : 32,
                network is EsrganDiscriminator ? 128 : 32)).sum().backward();
            Assert.All(network.named_parameters(), p => Assert.NotNull(p.parameter.grad));
        }
    }
}
