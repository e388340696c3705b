using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>Layers that a network calls one behind the other, and for which others may stand in that are equal and faster.</summary>
/// <param name="layers">They are the network's and registered with it.</param>
internal sealed class LayerChain(params IEnumerable<Module<Tensor, Tensor>> layers)
{
    private readonly Module<Tensor, Tensor>[] layers = [.. layers];
    private IReadOnlyList<Func<Tensor, Tensor>>? faster;

    /// <summary>Whether others stand in.</summary>
    public bool IsReplaced => faster is not null;

    /// <summary>Runs them; the caller owns the result. Lower case as TorchSharp's modules have it.</summary>
    public Tensor call(Tensor x)
    {
        using var scope = NewDisposeScope();
        var result = x;
        foreach (var layer in faster ?? layers.Select(layer => (Func<Tensor, Tensor>)layer.call))
        {
            var next = layer(result);
            if (!ReferenceEquals(result, x)) result.Dispose(); // large, and nobody else's
            result = next;
        }
        return result.MoveToOuterDisposeScope();
    }

    /// <summary>From now on what <paramref name="make"/> makes of the layers is called.</summary>
    public void Replace(Func<IReadOnlyList<Module<Tensor, Tensor>>, IReadOnlyList<Func<Tensor, Tensor>>> make) => faster = make(layers);
}

/// <summary>A network with such layers.</summary>
internal interface IHasLayerChain
{
    LayerChain Chain { get; }
}
