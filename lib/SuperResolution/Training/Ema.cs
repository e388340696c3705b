using SuperResolution.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Training;

/// <summary>
/// Exponential moving average of a network's weights (Polyak averaging as GAN trainings use it): θ_ema ← d·θ_ema + (1 − d)·θ.
/// </summary>
/// <remarks>
/// In update n the decay is min(d, (1 + n) / (10 + n)), as in TensorFlow's ExponentialMovingAverage with num_updates: with d alone the
/// weights of the start, random ones perhaps, have a share of dⁿ, 3 % after 3,400 updates with d = 0.999, and a compact RRDBNet then
/// measured 27.0 dB; trained on from that average, 31.0. Buffers, such as the statistics of batch normalisation, are averages already: the
/// network's own serve for both. BasicSR trains ESRGAN with d = 0.999. Make it when the network is on its device and in its memory order,
/// because both replace parameters. Costs the memory of the weights once more; one thread at a time.
/// </remarks>
public sealed class Ema : IDisposable
{
    private readonly Module network;
    private readonly Tensor averages;
    private readonly List<Entry> entries;
    private bool swapped;

    /// <summary>Starts with a copy of the network's weights.</summary>
    /// <param name="network">What is trained, with at least one parameter; it stays the caller's.</param>
    /// <param name="decay">d, 0 ≤ d &lt; 1; nearer to 1 is slower.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is not within [0, 1).</exception>
    public Ema(Module network, double decay)
    {
        if (decay is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(
                nameof(decay), $"The decay is {decay}; it must be at least 0 and below 1, for example 0.999.");
        (this.network, Decay) = (network, decay);
        averages = FlatTensors.Join(network.parameters()).DetachFromDisposeScope();
        var parts = FlatTensors.Parts(averages, network.parameters());
        entries = [.. network.named_parameters()
            .Zip(parts, (pair, part) => new Entry(pair.name, pair.parameter, part.DetachFromDisposeScope()))];
    }

    /// <summary>d.</summary>
    public double Decay { get; }

    /// <summary>
    /// The averages as <c>ema.</c> and the parameter's name, for checkpoints: write them, or copy into them. They belong to this object.
    /// </summary>
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
    /// <param name="step">n, the number of the update, from 1.</param>
    /// <exception cref="InvalidOperationException">The network has the averages now (<see cref="SwapIn"/>).</exception>
    public void Update(long step)
    {
        RequireNotSwapped();
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var decay = Math.Min(Decay, (1.0 + step) / (10 + step));
        averages.mul_(decay).add_(FlatTensors.Join(entries.Select(entry => entry.Source)), 1 - decay); // θ_ema ← d·θ_ema + (1 − d)·θ
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

    /// <summary>
    /// Gives the trained network the averages until the result is disposed: <c>using (ema.SwapIn()) Validate(network);</c>
    /// </summary>
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
