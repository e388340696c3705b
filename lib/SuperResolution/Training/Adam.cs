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
    private const double Beta1 = 0.9, Beta2 = 0.999;

    private readonly Scalar keep1 = Beta1, take1 = 1 - Beta1, keep2 = Beta2, take2 = 1 - Beta2, epsilon = 1e-8;
    private readonly List<Entry> entries = [];

    /// <param name="parameters">Name, parameter and the factor by which its learning rate differs.</param>
    public Adam(IEnumerable<(string Name, Parameter Parameter, double Factor)> parameters)
    {
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
        using Scalar correction2 = Math.Sqrt(1 - Math.Pow(Beta2, step));
        foreach (var entry in entries)
        {
            using Scalar move = -rate * entry.Factor / (1 - Math.Pow(Beta1, step));
            var gradient = entry.Parameter.grad!;
            entry.First.mul_(keep1).add_(gradient, take1);                  // m ← β₁·m + (1 − β₁)·g
            entry.Second.mul_(keep2).addcmul_(gradient, gradient, take2);   // v ← β₂·v + (1 − β₂)·g²
            entry.Parameter.addcdiv_(entry.First, entry.Second.sqrt().div_(correction2).add_(epsilon), move);
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
        foreach (var scalar in new[] { keep1, take1, keep2, take2, epsilon }) scalar.Dispose();
    }

    private sealed record Entry(string Name, Parameter Parameter, double Factor, Tensor First, Tensor Second);
}
