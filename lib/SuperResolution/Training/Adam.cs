using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SuperResolution.Training;

/// <summary>Adam (Kingma, Ba: Adam: A Method for Stochastic Optimization, arXiv 1412.6980, algorithm 1), with a learning rate for each group of parameters.</summary>
/// <remarks>
/// Own code because TorchSharp 0.107.0's optimiser makes temporary <see cref="Scalar"/> objects that the garbage collector may
/// finalise while native code still reads them: one in some ten thousand steps then fails. Here every scalar outlives its call.
/// The moments are open tensors, so that a checkpoint stores them under the parameters' names.
/// </remarks>
internal sealed class Adam : IDisposable
{
    private readonly double beta1, beta2;
    private readonly Scalar keep1, take1, keep2, take2, epsilon = 1e-8, one = 1;
    private readonly List<Entry> entries = [];

    /// <param name="parameters">Name, parameter and the factor by which its learning rate differs.</param>
    /// <param name="beta1">Decay of the first moment, 0 ≤ β₁ &lt; 1. The default is the paper's, and SRGAN's (arXiv 1609.04802, section 3.2).</param>
    /// <param name="beta2">Decay of the second moment, 0 ≤ β₂ &lt; 1. The default is the paper's; BasicSR's settings for ESRGAN have 0.99.</param>
    /// <exception cref="ArgumentOutOfRangeException">A decay is not within [0, 1).</exception>
    public Adam(IEnumerable<(string Name, Parameter Parameter, double Factor)> parameters, double beta1 = 0.9, double beta2 = 0.999)
    {
        if (beta1 is not (>= 0 and < 1) || beta2 is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(beta1), $"Adam's decays are {beta1} and {beta2}; both must be at least 0 and below 1, for example 0.9 and 0.999.");
        (this.beta1, this.beta2, keep1, take1, keep2, take2) = (beta1, beta2, beta1, 1 - beta1, beta2, 1 - beta2);
        foreach (var (name, parameter, factor) in parameters)
            entries.Add(new Entry(name, parameter, factor, zeros_like(parameter).DetachFromDisposeScope(), zeros_like(parameter).DetachFromDisposeScope()));
    }

    /// <summary>First and second moments by name, for checkpoints. They belong to the optimiser.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State => entries.SelectMany(entry => new KeyValuePair<string, Tensor>[]
    {
        new($"adam.first.{entry.Name}", entry.First),
        new($"adam.second.{entry.Name}", entry.Second),
    });

    /// <summary>Clears the gradients.</summary>
    public void ZeroGrad()
    {
        using var scope = NewDisposeScope();
        foreach (var entry in entries) entry.Parameter.grad?.zero_();
    }

    /// <summary>Update number <paramref name="step"/> (from 1): θ ← θ − rate · m̂ / (√v̂ + ε).</summary>
    public void Step(long step, double rate)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using Scalar correction2 = Math.Sqrt(1 - Math.Pow(beta2, step));
        foreach (var entry in entries)
        {
            using Scalar move = -rate * entry.Factor / (1 - Math.Pow(beta1, step));
            var gradient = entry.Parameter.grad!;
            entry.First.mul_(keep1).add_(gradient, take1);                  // m ← β₁·m + (1 − β₁)·g
            entry.Second.mul_(keep2).addcmul_(gradient, gradient, take2);   // v ← β₂·v + (1 − β₂)·g²
            entry.Parameter.addcdiv_(entry.First, entry.Second.sqrt().div_(correction2).add_(epsilon, one), move); // add_(ε) alone makes a temporary factor of 1
        }
    }

    /// <summary>Frees the moments.</summary>
    public void Dispose()
    {
        foreach (var entry in entries)
        {
            entry.First.Dispose();
            entry.Second.Dispose();
        }
        foreach (var scalar in new[] { keep1, take1, keep2, take2, epsilon, one }) scalar.Dispose();
    }

    private sealed record Entry(string Name, Parameter Parameter, double Factor, Tensor First, Tensor Second);
}
