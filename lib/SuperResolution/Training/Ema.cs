using SuperResolution.Weights;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Training;

/// <summary>Exponential moving average of a network's weights (Polyak averaging as GAN trainings use it): θ_ema ← d·θ_ema + (1 − d)·θ.</summary>
/// <remarks>
/// Buffers, such as the statistics of batch normalisation, are averages already and are copied. The average starts at the weights
/// that the network has, so there is no bias to correct. BasicSR trains ESRGAN with d = 0.999. Make it when the network is on its device and in its
/// memory order, because both replace parameters. Costs the memory of the weights once more; one thread at a time.
/// </remarks>
public sealed class Ema : IDisposable
{
    private readonly Scalar keep, take;
    private readonly List<Entry> entries = [];
    private bool swapped;

    /// <summary>Starts with a copy of the network's weights.</summary>
    /// <param name="network">What is trained; it stays the caller's.</param>
    /// <param name="decay">d, 0 ≤ d &lt; 1; nearer to 1 is slower.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is not within [0, 1).</exception>
    public Ema(Module network, double decay)
    {
        if (decay is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(decay), $"The decay is {decay}; it must be at least 0 and below 1, for example 0.999.");
        (Decay, keep, take) = (decay, decay, 1 - decay);
        var averaged = network.named_parameters().Select(pair => pair.name).ToHashSet();
        using var frozen = no_grad();
        foreach (var (name, tensor) in network.state_dict())
            entries.Add(new Entry(name, tensor, tensor.clone().DetachFromDisposeScope(), averaged.Contains(name)));
    }

    /// <summary>d.</summary>
    public double Decay { get; }

    /// <summary>The averages as <c>ema.</c> and the parameter's or buffer's name, for checkpoints: write them, or copy into them. They belong to this object.</summary>
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
        foreach (var entry in entries)
        {
            if (entry.Averaged) entry.Average.mul_(keep).add_(entry.Source, take); // θ_ema ← d·θ_ema + (1 − d)·θ
            else entry.Average.copy_(entry.Source);
        }
    }

    /// <summary>Copies the averages into a network of the same architecture, on any device.</summary>
    /// <param name="network">Another one, or the trained one itself, which then forgets its own weights.</param>
    /// <exception cref="WeightsFormatException">The network has other parameters.</exception>
    /// <exception cref="InvalidOperationException">The trained network has the averages now (<see cref="SwapIn"/>).</exception>
    public void CopyTo(Module network)
    {
        RequireNotSwapped();
        ModuleWeights.Copy(network, entries.ToDictionary(entry => entry.Name, entry => entry.Average), "the moving average");
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
        keep.Dispose();
        take.Dispose();
    }

    private void Exchange()
    {
        using var frozen = no_grad();
        foreach (var entry in entries)
        {
            using var held = entry.Source.clone();
            entry.Source.copy_(entry.Average);
            entry.Average.copy_(held);
        }
        swapped = !swapped;
    }

    internal void RequireNotSwapped()
    {
        if (swapped) throw new InvalidOperationException("The network has the averaged weights now. Dispose what SwapIn returned first.");
    }

    private sealed record Entry(string Name, Tensor Source, Tensor Average, bool Averaged);

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
