using SuperResolution.Tests.Support;
using SuperResolution.Training;
using SuperResolution.Weights;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Tests.Training;

public sealed class EmaTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose()
    {
        scope.Dispose();
        folder.Dispose();
    }

    [Fact] // θ_ema(n) = dₙ·θ_ema(n−1) + (1 − dₙ)·θ(n) with dₙ = min(d, (1 + n) / (10 + n)): 2/11, 3/12, 4/13, then 5/14 …
    public void Equals_the_recursion()
    {
        var network = Linear(1, 1);
        double[] weights = [8, -3, 5, 16, 1, -7, 2];
        Set(network, weights[0]);
        using var ema = new Ema(network, 0.3);
        for (var n = 1; n < weights.Length; n++)
        {
            Set(network, weights[n]);
            ema.Update(n);
        }

        var expected = 8.0;
        double[] decays = [2.0 / 11, 0.25, 0.3, 0.3, 0.3, 0.3];
        foreach (var (decay, weight) in decays.Zip(weights.Skip(1))) expected = (decay * expected) + ((1 - decay) * weight);
        Assert.Equal(expected, ema.State.ToDictionary()["ema.weight"].item<float>(), 1e-5);
        Assert.Equal(2, network.weight.item<float>());
    }

    [Fact]
    public void Random_weights_of_the_start_are_soon_forgotten()
    {
        var network = Linear(1, 1);
        Set(network, 1_000_000);
        using var ema = new Ema(network, 0.999);
        Set(network, 1);
        for (var n = 1; n <= 100; n++) ema.Update(n);
        Assert.InRange(ema.State.First().Value.item<float>(), 0.99f, 1.01f);
    }

    [Fact]
    public void Statistics_of_batch_normalisation_are_not_averaged_but_those_of_the_network()
    {
        var (network, other) = (Normalised(), Normalised());
        using var ema = new Ema(network, 0.9);
        for (var i = 0; i < 3; i++) network.call(randn(2, 1, 8, 8));
        ema.Update(1);
        ema.CopyTo(other);

        var (own, copied) = (network.state_dict(), other.state_dict());
        Assert.Equal(network.named_parameters().Select(pair => "ema." + pair.name), ema.State.Select(pair => pair.Key));
        Assert.NotEqual(0, own["bn.running_mean"].abs().sum().item<float>());
        Assert.Equal(own["bn.running_mean"].bytes.ToArray(), copied["bn.running_mean"].bytes.ToArray());
        Assert.Equal(3, copied["bn.num_batches_tracked"].item<long>());

        static TorchSharp.Modules.Sequential Normalised() => Sequential(("conv", Conv2d(1, 2, 3)), ("bn", BatchNorm2d(2)));
    }

    [Fact]
    public void Swapped_in_for_validation_and_back_without_a_trace()
    {
        var network = Linear(1, 1);
        Set(network, 4);
        using var ema = new Ema(network, 0.5);
        Set(network, 0.1);
        ema.Update(8); // (4 + 0.1) / 2: from update 8 on (1 + n) / (10 + n) is no longer the smaller
        using (ema.SwapIn())
        {
            Assert.Equal(2.05f, network.weight.item<float>());
            Assert.True(network.weight.requires_grad);
            Assert.Contains("SwapIn", Assert.Throws<InvalidOperationException>(() => ema.Update(9)).Message);
            Assert.Throws<InvalidOperationException>(() => ema.SwapIn());
            Assert.Throws<InvalidOperationException>(() => ema.State);
        }
        Assert.Equal(0.1f, network.weight.item<float>());
        Assert.Equal(2.05f, ema.State.First().Value.item<float>());
    }

    [Fact]
    public void A_checkpoint_brings_the_averages_back_and_they_fit_another_network()
    {
        var network = Linear(3, 2);
        using var ema = new Ema(network, 0.9);
        using (no_grad()) network.weight.add_(1);
        ema.Update(1);
        SafetensorsFile.Write(folder["checkpoint.safetensors"], ema.State);

        using var resumed = new Ema(Linear(3, 2), 0.9);
        using (var file = SafetensorsFile.Read(folder["checkpoint.safetensors"]))
            foreach (var (name, average) in resumed.State) average.copy_(file.Tensors[name]);
        var other = Linear(3, 2);
        resumed.CopyTo(other);
        Assert.Equal(ema.State.First().Value.bytes.ToArray(), other.weight.bytes.ToArray());
        Assert.NotEqual(network.weight.bytes.ToArray(), other.weight.bytes.ToArray());
        Assert.Contains("moving average", Assert.Throws<WeightsFormatException>(() => ema.CopyTo(Linear(2, 2))).Message);
    }

    [Theory]
    [InlineData(1), InlineData(-0.1), InlineData(double.NaN)]
    public void A_decay_outside_of_0_to_1_is_refused(double decay) =>
        Assert.Contains("below 1", Assert.Throws<ArgumentOutOfRangeException>(() => new Ema(Linear(1, 1), decay)).Message);

    private static void Set(TorchSharp.Modules.Linear network, double weight)
    {
        using var frozen = no_grad();
        network.weight.fill_(weight);
    }
}
