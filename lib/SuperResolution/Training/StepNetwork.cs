using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SuperResolution.Training;

/// <summary>
/// A network as a training step runs it: itself, or in mixed precision a copy in bfloat16 (Micikevicius et al., arXiv 1710.03740, section
/// 3.1).
/// </summary>
/// <remarks>
/// In mixed precision weights and optimiser stay in float32, where small updates are not rounded away; the copy has them rounded to
/// bfloat16, and its gradients are used for them. Normalisations stay in float32, as do the values that go in and come out, so that losses
/// are computed in float32. bfloat16 has float32's range: no loss scaling.
/// </remarks>
internal sealed class StepNetwork : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> running;
    private readonly Func<nn.Module<Tensor, Tensor>, Tensor, Tensor> forward;
    private readonly Parameter[] trained, trainedCopies;
    private readonly List<(Tensor Own, Tensor Copy)> statistics = [];
    private readonly List<(nn.Module Own, nn.Module Copy)> layers = [];
    private readonly bool mixed;

    /// <param name="network">The caller's, in float32.</param>
    /// <param name="forward">How it is called.</param>
    /// <param name="another">Makes another network of its architecture, for mixed precision; null: the network itself is run.</param>
    public StepNetwork(nn.Module<Tensor, Tensor> network, Func<nn.Module<Tensor, Tensor>, Tensor, Tensor> forward,
        Func<nn.Module<Tensor, Tensor>>? another)
    {
        (this.forward, mixed, running) =
            (forward, another is not null, another?.Invoke().to(network.parameters().First().device) ?? network);
        if (mixed)
        {
            foreach (var layer in running.modules().Where(layer => layer is Conv2d or Linear or PReLU)) layer.to(bfloat16);
            var own = network.named_buffers().ToDictionary(pair => pair.name, pair => pair.buffer);
            layers.AddRange(network.modules().Zip(running.modules()));
            statistics.AddRange(running.named_buffers().Select(pair => (own[pair.name], pair.buffer)));
        }
        (trained, trainedCopies) = ([.. network.parameters()], [.. running.parameters()]);
    }

    /// <summary>
    /// Takes over the weights and forgets gradients: before the first call of a step, and after each update of the weights.
    /// </summary>
    public void Refresh()
    {
        foreach (var parameter in trainedCopies.Where(parameter => parameter.grad is not null)) parameter.grad = null;
        if (!mixed) return;
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var (layer, copy) in layers) copy.train(layer.training);
        foreach (var (own, copy) in trained.Zip(trainedCopies)) copy.copy_(own);
        foreach (var (own, copy) in statistics) copy.copy_(own);
    }

    /// <summary>Runs the network.</summary>
    /// <param name="x">float32.</param>
    /// <returns>float32, with the graph; the caller owns it.</returns>
    public Tensor Call(Tensor x)
    {
        if (!mixed) return forward(running, x);
        using var scope = NewDisposeScope();
        return forward(running, x.to(bfloat16)).to(float32).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// After the backward pass: the gradient of all weights in the order of the network's parameters, (n), float32; the caller owns it.
    /// </summary>
    public Tensor Gradient()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        return FlatTensors.Join(trained.Zip(trainedCopies, (own, copy) => InOrderOf(own, copy.grad!))).to(float32)
            .MoveToOuterDisposeScope();
    }

    /// <summary>Gives the statistics of its normalisations to the network; in float32 they are the network's own.</summary>
    public void ReturnStatistics()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var (own, copy) in statistics) own.copy_(copy);
    }

    /// <summary>Whether backward passes through the network compute gradients of its weights.</summary>
    public void SetTrains(bool trains)
    {
        foreach (var parameter in trainedCopies) parameter.requires_grad = trains;
    }

    /// <summary>Frees the copy.</summary>
    public void Dispose()
    {
        if (mixed) running.Dispose();
    }

    // The caller's network may have another memory order than the recipe's.
    private static Tensor InOrderOf(Tensor own, Tensor gradient) =>
        own.stride().SequenceEqual(gradient.stride()) ? gradient : empty_like(own, dtype: gradient.dtype).copy_(gradient);
}
