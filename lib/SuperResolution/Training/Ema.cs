using SuperResolution.Weights;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Training;

/// <summary>Exponential moving average of a network's weights (Polyak averaging as GAN trainings use it): θ_ema ← d·θ_ema + (1 − d)·θ.</summary>
/// <remarks>
/// Buffers, such as the statistics of batch normalisation, are averages already: the network's own serve for both. The average starts at the weights
/// that the network has, so there is no bias to correct. BasicSR trains ESRGAN with d = 0.999. Make it when the network is on its device and in its
/// memory order, because both replace parameters. Costs the memory of the weights once more; one thread at a time.
/// </remarks>
public sealed class Ema : IDisposable
{
    private readonly Module network;
    private readonly Scalar keep, take;
    private readonly Tensor averages;
    private readonly List<Entry> entries;
    private bool swapped;

    /// <summary>Starts with a copy of the network's weights.</summary>
    /// <param name="network">What is trained, with at least one parameter; it stays the caller's.</param>
    /// <param name="decay">d, 0 ≤ d &lt; 1; nearer to 1 is slower.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is not within [0, 1).</exception>
    public Ema(Module network, double decay)
    {
        if (decay is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(decay), $"The decay is {decay}; it must be at least 0 and below 1, for example 0.999.");
        (this.network, Decay, keep, take) = (network, decay, decay, 1 - decay);
        averages = FlatTensors.Join(network.parameters()).DetachFromDisposeScope();
        var parts = FlatTensors.Parts(averages, network.parameters());
        entries = [.. network.named_parameters().Zip(parts, (pair, part) => new Entry(pair.name, pair.parameter, part.DetachFromDisposeScope()))];
    }

    /// <summary>d.</summary>
    public double Decay { get; }

    /// <summary>The averages as <c>ema.</c> and the parameter's name, for checkpoints: write them, or copy into them. They belong to this object.</summary>
    /// <exception cref="InvalidOperationException">The network has the averages now (<see cref="SwapIn"/>).</exception>
    public IEnumerable<KeyValuePair<string, Tensor>> State
    {
        get
        {
            RequireNotSwapped();
            return entries.Select(entry => new KeyValuePair<string, Tensor>("ema." + entry.Name, entry.Average));
        }
    }

    /// <summary>Takes the network's weights into the average; once after each update of them.</summary>
    /// <exception cref="InvalidOperationException">The network has the averages now (<see cref="SwapIn"/>).</exception>
    public void Update()
    {
        RequireNotSwapped();
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        averages.mul_(keep).add_(FlatTensors.Join(entries.Select(entry => entry.Source)), take); // θ_ema ← d·θ_ema + (1 − d)·θ
    }

    /// <summary>Copies the averages into a network of the same architecture, on any device.</summary>
    /// <param name="network">Another one, or the trained one itself, which then forgets its own weights.</param>
    /// <exception cref="WeightsFormatException">The network has other parameters.</exception>
    /// <exception cref="InvalidOperationException">The trained network has the averages now (<see cref="SwapIn"/>).</exception>
    public void CopyTo(Module network)
    {
        RequireNotSwapped();
        var averaged = entries.ToDictionary(entry => entry.Name, entry => entry.Average);
        foreach (var (name, buffer) in this.network.named_buffers()) averaged.Add(name, buffer);
        ModuleWeights.Copy(network, averaged, "the moving average");
    }

    /// <summary>Gives the trained network the averages until the result is disposed: <c>using (ema.SwapIn()) Validate(network);</c></summary>
    /// <returns>Disposing it brings the network's own weights back, to the bit.</returns>
    /// <exception cref="InvalidOperationException">The network has them already.</exception>
    public IDisposable SwapIn()
    {
        RequireNotSwapped();
        Exchange();
        return new Back(this);
    }

    /// <summary>Frees the averages; the network stays.</summary>
    public void Dispose()
    {
        foreach (var entry in entries) entry.Average.Dispose();
        averages.Dispose();
        keep.Dispose();
        take.Dispose();
    }

    private void Exchange()
    {
        using var frozen = no_grad();
        using var held = FlatTensors.Join(entries.Select(entry => entry.Source));
        foreach (var entry in entries) entry.Source.copy_(entry.Average);
        averages.copy_(held);
        swapped = !swapped;
    }

    internal void RequireNotSwapped()
    {
        if (swapped) throw new InvalidOperationException("The network has the averaged weights now. Dispose what SwapIn returned first.");
    }

    private sealed record Entry(string Name, Tensor Source, Tensor Average);

    private sealed class Back(Ema ema) : IDisposable
    {
        private bool done;

        public void Dispose()
        {
            if (!done) ema.Exchange();
            done = true;
        }
    }
}
