using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SuperResolution.Training;

/// <summary>
/// Adam (Kingma, Ba: Adam: A Method for Stochastic Optimization, arXiv 1412.6980, algorithm 1), with a learning rate for each group of
/// parameters.
/// </summary>
/// <remarks>
/// Own code because all weights are updated as one vector (<see cref="FlatTensors"/>), and because the moments are open tensors, so that a
/// checkpoint stores them under the parameters' names.
/// </remarks>
internal sealed class Adam : IDisposable
{
    private readonly double beta1, beta2;
    private readonly Tensor first, second, change;
    private readonly List<Entry> entries = [];

    /// <param name="parameters">
    /// Name, parameter and the factor by which its learning rate differs; at least one, on one device, in the memory order that they keep.
    /// </param>
    /// <param name="beta1">
    /// Decay of the first moment, 0 ≤ β₁ &lt; 1. The default is the paper's, and SRGAN's (arXiv 1609.04802, section 3.2).
    /// </param>
    /// <param name="beta2">
    /// Decay of the second moment, 0 ≤ β₂ &lt; 1. The default is the paper's; BasicSR's settings for ESRGAN have 0.99.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A decay is not within [0, 1).</exception>
    public Adam(IEnumerable<(string Name, Parameter Parameter, double Factor)> parameters, double beta1 = 0.9, double beta2 = 0.999)
    {
        if (beta1 is not (>= 0 and < 1) || beta2 is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(
                nameof(beta1), $"Adam's decays are {beta1} and {beta2}; both must be at least 0 and below 1, for example 0.9 and 0.999.");
        (this.beta1, this.beta2) = (beta1, beta2);
        var all = parameters.ToList();
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        first = FlatTensors.Join(all.Select(entry => entry.Parameter)).zero_();
        (second, change) = (zeros_like(first), zeros_like(first));
        var (firsts, seconds, changes) = (Parts(first), Parts(second), Parts(change));
        entries.AddRange(all.Select((entry, i) =>
            new Entry(entry.Name, entry.Parameter, entry.Factor, firsts[i], seconds[i], changes[i])));
        scope.Detach(first, second, change);

        List<Tensor> Parts(Tensor flat) =>
            [.. FlatTensors.Parts(flat, all.Select(entry => entry.Parameter)).Select(part => part.DetachFromDisposeScope())];
    }

    /// <summary>First and second moments by name, for checkpoints. They belong to the optimiser.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State => entries.SelectMany(entry => new KeyValuePair<string, Tensor>[]
    {
        new($"adam.first.{entry.Name}", entry.First),
        new($"adam.second.{entry.Name}", entry.Second),
    });

    /// <summary>Before the backward pass: the next gradients are not added to earlier ones.</summary>
    public void ForgetGradients()
    {
        foreach (var entry in entries) entry.Parameter.grad = null;
    }

    /// <summary>After the backward pass: the gradient of all parameters as one vector, (n); the caller owns it.</summary>
    public Tensor Gradient() => FlatTensors.Join(entries.Select(entry => entry.Parameter.grad!));

    /// <summary>Update number <paramref name="step"/> (from 1): θ ← θ − rate · m̂ / (√v̂ + ε).</summary>
    /// <param name="gradient">Of all parameters, as <see cref="FlatTensors.Join"/> makes it.</param>
    /// <param name="step">n.</param>
    /// <param name="rate">The learning rate.</param>
    public void Step(Tensor gradient, long step, double rate)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var (correction2, move) = (Math.Sqrt(1 - Math.Pow(beta2, step)), -rate / (1 - Math.Pow(beta1, step)));
        first.mul_(beta1).add_(gradient, 1 - beta1);                  // m ← β₁·m + (1 − β₁)·g
        second.mul_(beta2).addcmul_(gradient, gradient, 1 - beta2);   // v ← β₂·v + (1 − β₂)·g²
        change.zero_().addcdiv_(first, second.sqrt().div_(correction2).add_(1e-8), move);
        foreach (var entry in entries) entry.Parameter.add_(entry.Change, entry.Factor);
    }

    /// <summary>Frees the moments.</summary>
    public void Dispose()
    {
        foreach (var entry in entries) entry.Dispose();
        foreach (var vector in new[] { first, second, change }) vector.Dispose();
    }

    private sealed record Entry(string Name, Parameter Parameter, double Factor, Tensor First, Tensor Second, Tensor Change) : IDisposable
    {
        public void Dispose()
        {
            foreach (var part in new[] { First, Second, Change }) part.Dispose();
        }
    }
}
