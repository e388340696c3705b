using System.Text;

namespace SuperResolution.Weights.Pth;

/// <summary>
/// The closed list of what a pickle may name and call. Each is data for this reader: a call makes a container or describes a tensor.
/// </summary>
internal static class PickleCalls
{
    private static readonly Dictionary<string, PickleGlobal> known = Known().ToDictionary(global => global.FullName);

    public static PickleGlobal Find(string fullName) =>
        known.GetValueOrDefault(fullName) ?? new PickleGlobal(fullName, GlobalKind.Unknown);

    /// <exception cref="InvalidDataException">The arguments do not fit.</exception>
    public static object? Call(PickleGlobal global, object?[] arguments, PthLimits limits) => (global.Kind, arguments) switch
    {
        (GlobalKind.Dictionary, []) or (GlobalKind.DefaultDictionary, [] or [PickleGlobal or null]) => new PickleDict(),
        (GlobalKind.Dictionary, [PickleList pairs]) => Dictionary(pairs.Items),
        (GlobalKind.Dictionary, [object?[] pairs]) => Dictionary(pairs),
        (GlobalKind.Dictionary, [PickleDict other]) => Copy(other),
        (GlobalKind.DefaultDictionary, [PickleGlobal or null, PickleDict other]) => Copy(other),
        (GlobalKind.Device, [string device]) => device,
        (GlobalKind.Device, [string device, long index]) => FormattableString.Invariant($"{device}:{index}"),
        (GlobalKind.Layout, [string layout]) => layout,
        (GlobalKind.Size, [object?[] sides]) => sides,
        (GlobalKind.Size, [PickleList sides]) => sides.Items.ToArray(),
        (GlobalKind.Set, []) => new PickleSet(),
        (GlobalKind.Set, [PickleList items]) => Set(items),
        (GlobalKind.ByteArray, []) => Array.Empty<byte>(),
        (GlobalKind.ByteArray, [byte[] bytes]) => bytes,
        (GlobalKind.EncodedBytes or GlobalKind.ByteArray, [string text, "latin1" or "latin-1"]) when text.All(c => c < 256) =>
            Encoding.Latin1.GetBytes(text),
        (GlobalKind.RebuildTensor, [PthStorage storage, long offset, object?[] shape, object?[] strides,
        .. var rest]) when rest.Length <= 3 =>
            PthTensor.Of(storage, storage.Type, offset, shape, strides, rest.ElementAtOrDefault(2), limits),
        (GlobalKind.RebuildTensorOfType,
        [PthStorage storage, long offset, object?[] shape, object?[] strides, _, _,
        PickleGlobal { Type: { } type, Kind: GlobalKind.DataType }, .. var rest])
            when rest.Length <= 1 && (storage.IsUntyped || storage.Type == type) =>
                PthTensor.Of(storage, type, offset, shape, strides, rest.ElementAtOrDefault(0), limits),
        (GlobalKind.RebuildParameter, [PthTensor data, ..]) => data,
        (GlobalKind.RebuildFromType, [
            PickleGlobal { Kind: GlobalKind.RebuildTensor or GlobalKind.RebuildTensorOfType or GlobalKind.RebuildParameter } function,
            PickleGlobal { Kind: GlobalKind.TensorClass }, object?[] inner, ..]) =>
            Call(function, inner, limits),
        _ => throw new InvalidDataException(
            $"its pickle calls '{global.FullName}' with arguments that do not fit: it is damaged, or of a version of PyTorch that this " +
            "reader does not know"),
    };

    private static PickleDict Dictionary(IReadOnlyList<object?> pairs)
    {
        var dictionary = new PickleDict();
        foreach (var pair in pairs) // Python 2 wrote [[key, value], …]
        {
            var items = pair is PickleList list ? list.Items : pair as object?[];
            if (items is not { Count: 2 }) throw new InvalidDataException("its pickle has a dictionary of something that is not pairs");
            dictionary.Add(items[0], items[1]);
        }
        return dictionary;
    }

    private static PickleDict Copy(PickleDict other)
    {
        var dictionary = new PickleDict();
        foreach (var (key, value) in other.Entries) dictionary.Add(key, value);
        return dictionary;
    }

    private static PickleSet Set(PickleList items)
    {
        var set = new PickleSet();
        foreach (var item in items.Items) set.Add(item);
        return set;
    }

    private static IEnumerable<PickleGlobal> Known()
    {
        yield return new("collections.OrderedDict", GlobalKind.Dictionary);
        yield return new("collections.Counter", GlobalKind.Dictionary);
        yield return new("collections.defaultdict", GlobalKind.DefaultDictionary);
        yield return new("torch.device", GlobalKind.Device);
        yield return new("torch.serialization._get_layout", GlobalKind.Layout);
        yield return new("torch.Size", GlobalKind.Size);
        yield return new("_codecs.encode", GlobalKind.EncodedBytes); // how protocols 0 to 2 write bytes
        foreach (var builtins in new[] { "builtins", "__builtin__" }) // Python 3 and 2
        {
            yield return new(builtins + ".set", GlobalKind.Set);
            yield return new(builtins + ".frozenset", GlobalKind.Set);
            yield return new(builtins + ".bytearray", GlobalKind.ByteArray);
            // what a defaultdict makes
            foreach (var type in new[] { "int", "float", "bool", "str", "list", "tuple", "dict" })
                yield return new($"{builtins}.{type}", GlobalKind.Type);
        }
        yield return new("torch._utils._rebuild_tensor", GlobalKind.RebuildTensor);
        yield return new("torch._utils._rebuild_tensor_v2", GlobalKind.RebuildTensor);
        yield return new("torch._utils._rebuild_tensor_v3", GlobalKind.RebuildTensorOfType);
        yield return new("torch._utils._rebuild_parameter", GlobalKind.RebuildParameter);
        yield return new("torch._utils._rebuild_parameter_with_state", GlobalKind.RebuildParameter);
        yield return new("torch._tensor._rebuild_from_type_v2", GlobalKind.RebuildFromType);
        yield return new("torch.Tensor", GlobalKind.TensorClass);
        yield return new("torch.nn.parameter.Parameter", GlobalKind.TensorClass);
        foreach (var type in ElementType.All)
        {
            yield return new("torch." + type.Name, GlobalKind.DataType, type);
            yield return new($"torch.{type.Storage}Storage", GlobalKind.Storage, type);
            yield return new($"torch.cuda.{type.Storage}Storage", GlobalKind.Storage, type);
        }
        foreach (var name in new[] { "torch.UntypedStorage", "torch.storage.UntypedStorage", "torch.storage._UntypedStorage",
            "torch.storage.TypedStorage", "torch.storage._TypedStorage", "torch.TypedStorage" })
            yield return new(name, GlobalKind.Storage);
    }
}
