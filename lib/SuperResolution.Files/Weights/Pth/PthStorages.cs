using System.Globalization;

namespace SuperResolution.Weights.Pth;

/// <summary>The storages that a pickle refers to by persistent ids: ('storage', type, key, device, elements[, view]).</summary>
internal sealed class PthStorages(PickleInput input, PthLimits limits)
{
    private readonly Dictionary<string, PthStorage> byKey = [];

    /// <summary>Those that lie in the file, by key.</summary>
    public IReadOnlyDictionary<string, PthStorage> ByKey => byKey;

    /// <summary>The storage of a persistent id.</summary>
    /// <exception cref="InvalidDataException">The id is damaged, contradicts another one, or stands for a class.</exception>
    public object Load(object?[] id)
    {
        input.Budget.Spend(ReadBudget.Entry);
        if (id is ["module", PickleGlobal type, ..]) throw PickleRefusal.OfModule(type.FullName);
        if (id is not ["storage", PickleGlobal kind, string or long, _, long count, .. var view] || count < 0 || view.Length > 1)
            throw new InvalidDataException("its pickle has a persistent id that does not name a storage");
        if (kind.Kind == GlobalKind.Unknown) throw PickleRefusal.OfName(kind.FullName, input);
        if (kind.Kind != GlobalKind.Storage)
            throw new InvalidDataException($"its pickle takes '{kind.FullName}' for a type of storage: it is damaged");

        var key = Name(id[2]);
        if (key.Length > limits.StorageName)
            throw new InvalidDataException($"the storage '{ForeignText.Show(key)}' has a name of {key.Length:N0} characters");
        var storage = new PthStorage(key, kind.Type ?? ElementType.Untyped, kind.Type is null, count);
        if (count > long.MaxValue / storage.Type.Bytes)
            throw new InvalidDataException($"the storage '{ForeignText.Show(key)}' claims {count:N0} elements");
        if (byKey.TryGetValue(key, out var known) && known != storage)
            throw new InvalidDataException(
                $"the storage '{ForeignText.Show(key)}' is once {known.Count:N0} × {known.Type.Name} and once {count:N0} × " +
                $"{storage.Type.Name}");
        storage = byKey[key] = known ?? storage;
        return view is [object?[] part] ? View(storage, part) : view is [] or [null] ? storage
            : throw new InvalidDataException($"the storage '{ForeignText.Show(key)}' has a damaged view");
    }

    private static PthStorage View(PthStorage root, object?[] part) =>
        part is [_, long start, long count] && start >= 0 && count >= 0 && count <= root.Count && start <= root.Count - count
            ? root with { Count = count, Root = root, Start = start }
            : throw new InvalidDataException(
                $"a view of the storage '{ForeignText.Show(root.Key)}' lies outside of its {root.Count:N0} elements");

    /// <summary>Keys are text; old files have them as numbers.</summary>
    public static string Name(object? key) => key switch
    {
        string text => text,
        long number => number.ToString(CultureInfo.InvariantCulture),
        _ => throw new InvalidDataException("its pickle has a storage without a name"),
    };
}
