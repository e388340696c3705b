namespace SuperResolution.Weights.Pth;

/// <summary>A Python list; allocates nothing before the first element, because an empty one costs a single byte of a pickle.</summary>
internal sealed class PickleList
{
    private List<object?>? items;

    public IReadOnlyList<object?> Items => items ?? (IReadOnlyList<object?>)[];

    public void Add(object? item) => (items ??= []).Add(item);
}

/// <summary>A Python set or frozenset: what can be in it is not looked at.</summary>
internal sealed class PickleSet
{
    private List<object?>? items;

    public IReadOnlyList<object?> Items => items ?? (IReadOnlyList<object?>)[];

    public void Add(object? item) => (items ??= []).Add(item);
}

/// <summary>A Python dict or OrderedDict in the order of insertion.</summary>
internal sealed class PickleDict
{
    private List<KeyValuePair<object?, object?>>? entries;
    private Dictionary<string, object?>? byName; // made when somebody looks for a name

    /// <summary>Whether some value is a tensor.</summary>
    public bool HoldsTensors { get; private set; }

    public IReadOnlyList<KeyValuePair<object?, object?>> Entries => entries ?? (IReadOnlyList<KeyValuePair<object?, object?>>)[];

    /// <summary>The value of a text key, as in Python the last one that was set; null where there is none.</summary>
    public object? this[string key] => (byName ??= ByName()).GetValueOrDefault(key);

    public void Add(object? key, object? value)
    {
        (entries ??= []).Add(new(key, value));
        HoldsTensors |= value is PthTensor;
        byName = null;
    }

    private Dictionary<string, object?> ByName()
    {
        var names = new Dictionary<string, object?>();
        foreach (var (key, value) in Entries)
            if (key is string name) names[name] = value;
        return names;
    }
}

/// <summary>What a pickle calls MODULE.NAME: a function or class that this reader knows, or one that it refuses when it is used.</summary>
internal sealed record PickleGlobal(string FullName, GlobalKind Kind, ElementType? Type = null);

/// <summary>The functions and classes of which this reader knows the meaning.</summary>
internal enum GlobalKind
{
    Unknown,
    Type,
    Dictionary,
    DefaultDictionary,
    Device,
    Layout,
    Size,
    Set,
    ByteArray,
    EncodedBytes,
    Storage,
    DataType,
    TensorClass,
    RebuildTensor,
    RebuildTensorOfType,
    RebuildParameter,
    RebuildFromType,
}
