using System.Globalization;

namespace SuperResolution.Weights.Pth;

/// <summary>The dictionary with the tensors in what torch.save was given, which is often a checkpoint around it.</summary>
internal sealed class StateDict
{
    /// <summary>Keys under which projects keep a state dict, the better weights first.</summary>
    public static readonly string[] Wrappers = [
        "params_ema", "ema", "params", "state_dict", "model_state_dict", "model", "generator", "netG", "net_g", "g_ema", "net"];

    private StateDict(List<string> path) => Path = string.Join('/', path);

    /// <summary>The keys that led to it, joined by "/"; empty for the outermost dictionary.</summary>
    public string Path { get; }

    public Dictionary<string, PthTensor> Tensors { get; } = [];

    public Dictionary<string, string> Metadata { get; } = [];

    /// <param name="content">What torch.save was given.</param>
    /// <param name="key">The caller's choice, or null.</param>
    /// <param name="limits">How deep to look.</param>
    public static StateDict Find(object? content, string? key, PthLimits limits)
    {
        if (content is not PickleDict dictionary)
        {
            var kind = content switch { PthTensor => "a single tensor", PickleList or object?[] => "a list", _ => "a single value" };
            throw new InvalidDataException($"it holds {kind} instead of a dictionary of tensors. Save model.state_dict()");
        }
        var (path, metadata) = (new List<string>(), new Dictionary<string, string>());
        Collect(dictionary, "", metadata, limits);
        if (key is not null) Enter(key);
        while (Wrappers.FirstOrDefault(wrapper => HoldsWeights(dictionary[wrapper])) is { } wrapper)
        {
            if (path.Count == limits.Wrappers)
                throw new InvalidDataException(
                    $"its dictionaries are nested deeper than {limits.Wrappers} levels: {string.Join('/', path)}");
            Enter(wrapper);
        }

        var found = new StateDict(path);
        foreach (var (name, value) in metadata) found.Metadata[name] = value;
        foreach (var (name, value) in dictionary.Entries)
        {
            if (value is not PthTensor tensor) continue;
            if (!found.Tensors.TryAdd(Name(name), tensor))
                throw new InvalidDataException($"it names the tensor '{ForeignText.Show(Name(name))}' twice");
        }
        if (found.Tensors.Count == 0 && dictionary.Entries.Count > 0) throw NoTensors(dictionary);
        return found;

        void Enter(string name)
        {
            dictionary = dictionary[name] as PickleDict
                ?? throw new InvalidDataException($"it has no dictionary '{name}'; {Describe(dictionary)}");
            path.Add(name);
            Collect(dictionary, string.Join('/', path) + "/", metadata, limits);
        }
    }

    private static bool HoldsWeights(object? value) => value is PickleDict dictionary
        && (dictionary.HoldsTensors || Wrappers.Any(wrapper => dictionary[wrapper] is PickleDict));

    /// <summary>Numbers and text beside the tensors: epochs, scales, measured values. A few, because the names are copied.</summary>
    private static void Collect(PickleDict dictionary, string prefix, Dictionary<string, string> metadata, PthLimits limits)
    {
        var plain = dictionary.Entries.Where(
            entry => entry.Value is string or bool or long or double
            && (entry.Key is long || (entry.Key is string name && name.Length <= limits.Metadata.Name)));
        foreach (var (key, value) in plain.Take(limits.Metadata.Count))
            metadata[prefix + Name(key)] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
    }

    private static string Name(object? key) =>
        key is string or long ? PthStorages.Name(key) : throw new InvalidDataException("it has a tensor without a name");

    private static InvalidDataException NoTensors(PickleDict dictionary)
    {
        var inner = dictionary.Entries.FirstOrDefault(entry => entry.Key is string && entry.Value is PickleDict { HoldsTensors: true });
        return new($"it has no tensors where they are looked for; {Describe(dictionary)}. "
            + (inner.Key is string name ? $"Choose one of its dictionaries, e.g. the key '{ForeignText.Show(name)}'"
                : "Save model.state_dict()"));
    }

    private static string Describe(PickleDict dictionary) =>
        "its keys are: " + string.Join(
            ", ", dictionary.Entries.Take(12).Select(entry => entry.Key is string or long ? ForeignText.Show(Name(entry.Key)) : "…"))
            + (dictionary.Entries.Count > 12 ? ", …" : "");
}
