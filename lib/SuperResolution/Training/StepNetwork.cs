using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SuperResolution.Training;

/// <summary>A network as a training step runs it: itself, or in mixed precision a copy in bfloat16 (Micikevicius et al., arXiv 1710.03740, section 3.1).</summary>
/// <remarks>
/// In mixed precision weights and optimiser stay in float32, where small updates are not rounded away; the copy has them rounded to bfloat16, and its
/// gradients go back to them. Normalisations stay in float32, as do the values that go in and come out, so that losses are computed in float32. bfloat16
/// has float32's range: no loss scaling. In float32 <see cref="Refresh"/> and <see cref="Return"/> do nothing.
/// </remarks>
internal sealed class StepNetwork : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> running;
    private readonly Func<nn.Module<Tensor, Tensor>, Tensor, Tensor> forward;
    private readonly List<(Tensor Own, Tensor Copy)> weights = [], statistics = [];
    private readonly bool mixed;

    /// <param name="network">The caller's, in float32.</param>
    /// <param name="forward">How it is called.</param>
    /// <param name="another">Makes another network of its architecture, for mixed precision; null: the network itself is run.</param>
    public StepNetwork(nn.Module<Tensor, Tensor> network, Func<nn.Module<Tensor, Tensor>, Tensor, Tensor> forward, Func<nn.Module<Tensor, Tensor>>? another)
    {
        (this.forward, mixed, running) = (forward, another is not null, another?.Invoke().to(network.parameters().First().device) ?? network);
        if (!mixed) return;
        foreach (var layer in running.modules().Where(layer => layer is Conv2d or Linear or PReLU)) layer.to(bfloat16);
        var (own, trained) = (network.state_dict(), network.named_parameters().Select(pair => pair.name).ToHashSet());
        foreach (var (name, copy) in running.state_dict()) (trained.Contains(name) ? weights : statistics).Add((own[name], copy));
    }

    /// <summary>Takes over the weights: before the first call of a step, and after each update of them.</summary>
    public void Refresh()
    {
        if (!mixed) return;
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        running.train();
        foreach (var (own, copy) in weights.Concat(statistics)) copy.copy_(own);
        foreach (var (_, copy) in weights) copy.grad?.zero_();
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

    /// <summary>Gives gradients and statistics to the network: after the backward pass, before anything looks at them.</summary>
    public void Return()
    {
        if (!mixed) return;
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var (own, copy) in weights.Where(pair => pair.Copy.grad is not null))
        {
            if (own.grad is { } gradient) gradient.copy_(copy.grad!);
            else own.grad = copy.grad!.to(own.dtype, copy: true);
        }
        foreach (var (own, copy) in statistics) own.copy_(copy);
    }

    /// <summary>Whether backward passes through the network compute gradients of its weights.</summary>
    public void SetTrains(bool trains)
    {
        foreach (var parameter in running.parameters()) parameter.requires_grad = trains;
    }

    /// <summary>Frees the copy.</summary>
    public void Dispose()
    {
        if (mixed) running.Dispose();
    }
}
