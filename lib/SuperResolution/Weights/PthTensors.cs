using SuperResolution.Weights.Pth;
using static TorchSharp.torch;

namespace SuperResolution.Weights;

/// <summary>Reads the elements of tensors that a pickle has described.</summary>
internal static class PthTensors
{
    /// <summary>Contiguous tensors on the CPU, in the order of <paramref name="wanted"/>.</summary>
    /// <exception cref="InvalidDataException">They need much more memory than the file has bytes, or the file is damaged.</exception>
    public static Dictionary<string, Tensor> Read(PthContainer container, Dictionary<string, PthTensor> wanted, PthLimits limits)
    {
        CheckSize(container, wanted, limits);
        var tensors = new Dictionary<string, Tensor>();
        try
        {
            // Storage by storage: each is read once, and at most one is in memory beside the tensors.
            foreach (var shared in wanted.GroupBy(pair => (pair.Value.Storage.Key, pair.Value.Type)))
                Read(container, [.. shared], tensors);
        }
        catch
        {
            foreach (var tensor in tensors.Values) tensor.Dispose();
            throw;
        }
        return wanted.Keys.ToDictionary(name => name, name => tensors[name]);
    }

    private static void Read(PthContainer container, KeyValuePair<string, PthTensor>[] views, Dictionary<string, Tensor> tensors)
    {
        var (type, storage) = (views[0].Value.Type, views[0].Value.Storage);
        var elements = storage.Bytes / type.Bytes;
        if (views is [{ Value: { IsContiguous: true, Offset: 0 } only }] && only.Elements == elements)
        {
            Fill(tensors[views[0].Key] = New(only.Shape, type));
            return;
        }
        using var scope = NewDisposeScope();
        var flat = empty([elements], ElementTypes.Scalar(type), CPU);
        if (views.Any(view => view.Value.Elements > 0)) Fill(flat);
        foreach (var (name, view) in views)
        {
            var tensor = tensors[name] = New(view.Shape, type);
            if (view.Elements > 0) tensor.copy_(flat.as_strided(view.Shape, view.Strides, view.Offset));
        }

        void Fill(Tensor tensor) => container.Read(storage, bytes => TensorBytes.Fill(tensor, bytes, storage.Key));
    }

    private static Tensor New(long[] shape, ElementType type) => empty(shape, ElementTypes.Scalar(type), CPU).DetachFromDisposeScope();

    private static void CheckSize(PthContainer container, Dictionary<string, PthTensor> wanted, PthLimits limits)
    {
        var available = container.Storages.Values.Aggregate(UInt128.Zero, (sum, storage) => sum + (UInt128)storage.Bytes);
        var needed = wanted.Values.Aggregate(UInt128.Zero, (sum, tensor) => sum + ((UInt128)tensor.Elements * (UInt128)tensor.Type.Bytes));
        if (needed > (available * (UInt128)limits.Expansion) + (UInt128)limits.Slack)
            throw new InvalidDataException(
                $"its tensors need {needed:N0} bytes but are views of only {available:N0}; save copies of what is needed " +
                "(tensor.clone())");
    }
}
