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

    [Fact] // θ_ema(n) = dⁿ·θ(0) + (1 − d)·Σ dⁿ⁻ᵏ·θ(k); with d = 3/4 and small whole numbers float arithmetic is exact
    public void Equals_the_closed_form_exactly()
    {
        var network = Linear(1, 1);
        double[] weights = [8, -3, 5, 16, 1, -7, 2];
        Set(network, weights[0]);
        using var ema = new Ema(network, 0.75);
        foreach (var weight in weights.Skip(1))
        {
            Set(network, weight);
            ema.Update();
        }

        var n = weights.Length - 1;
        var expected = (Math.Pow(0.75, n) * weights[0]) + (0.25 * Enumerable.Range(1, n).Sum(k => Math.Pow(0.75, n - k) * weights[k]));
        Assert.Equal(expected, ema.State.ToDictionary()["ema.weight"].item<float>());
        Assert.Equal(2, network.weight.item<float>());
    }

    [Fact]
    public void Statistics_of_batch_normalisation_are_not_averaged_but_those_of_the_network()
    {
        var (network, other) = (Normalised(), Normalised());
        using var ema = new Ema(network, 0.9);
        for (var i = 0; i < 3; i++) network.call(randn(2, 1, 8, 8));
        ema.Update();
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
        ema.Update(); // (4 + 0.1) / 2
        using (ema.SwapIn())
        {
            Assert.Equal(2.05f, network.weight.item<float>());
            Assert.True(network.weight.requires_grad);
            Assert.Contains("SwapIn", Assert.Throws<InvalidOperationException>(ema.Update).Message);
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
        ema.Update();
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
