namespace SuperResolution.Weights.Pth;

/// <summary>Where a tensor lies in a storage; its elements are not read yet.</summary>
internal sealed record PthTensor
{
    private PthTensor()
    {
    }

    /// <summary>The storage in the file.</summary>
    public required PthStorage Storage { get; init; }

    public required ElementType Type { get; init; }

    /// <summary>First element, counted in the storage in the file.</summary>
    public required long Offset { get; init; }

    public required long[] Shape { get; init; }

    public required long[] Strides { get; init; }

    public required long Elements { get; init; }

    /// <summary>Whether the elements lie one after another in the order of the indices.</summary>
    public bool IsContiguous
    {
        get
        {
            long step = 1;
            for (var i = Shape.Length - 1; i >= 0; step *= Shape[i--])
                if (Shape[i] != 1 && Strides[i] != step) return false;
            return true;
        }
    }

    /// <exception cref="InvalidDataException">It does not lie inside the storage, or is of a kind that has no plain values.</exception>
    public static PthTensor Of(PthStorage storage, ElementType type, long offset, object?[] shape, object?[] strides, object? metadata,
        PthLimits limits)
    {
        if (shape.Length != strides.Length || shape.Length > limits.Dimensions
            || !shape.Concat(strides).All(side => side is long and >= 0))
            throw Damaged(storage, shape, "has damaged sides or strides");
        if (metadata is PickleDict { Entries.Count: > 0 })
            throw Damaged(storage, shape, "is a conjugated or negated view; save a copy of it (tensor.resolve_conj().resolve_neg())");
        var (sides, steps) = (shape.Cast<long>().ToArray(), strides.Cast<long>().ToArray());

        // In 128 bits: 64 sides of 2^63 need more, so each step is checked against the storage at once.
        var available = storage.Bytes / type.Bytes;
        UInt128 elements = 1, last = (UInt128)Math.Max(offset, 0);
        for (var i = 0; i < sides.Length; i++)
        {
            if (sides[i] > 0) last += (UInt128)(sides[i] - 1) * (UInt128)steps[i];
            elements *= (UInt128)Math.Max(sides[i], 1);
            if (elements > long.MaxValue / 16 || last > long.MaxValue)
                throw Damaged(storage, shape, "has more elements than fit into memory");
        }
        if (sides.Contains(0)) elements = 0;
        if (offset < 0 || (elements > 0 && last >= (UInt128)available))
            throw Damaged(storage, shape, $"reads beyond its {available:N0} elements");
        return new()
        {
            Storage = storage.Root ?? storage,
            Type = type,
            Offset = storage.Start + offset,
            Shape = sides,
            Strides = steps,
            Elements = (long)elements
        };
    }

    private static InvalidDataException Damaged(PthStorage storage, object?[] shape, string what) =>
        new($"a tensor of shape ({string.Join(", ", shape.Take(8).Select(side => side is long number ? number.ToString("D") : "?"))}) " +
            $"in the storage '{ForeignText.Show(storage.Key)}' {what}");
}

/// <summary>A run of elements in the file that tensors look into; not read yet.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Type">Element type; bytes where the storage is untyped.</param>
/// <param name="IsUntyped">Whether tensors say what the bytes are.</param>
/// <param name="Count">Elements.</param>
/// <param name="Root">The storage that this one is a part of, as in files of PyTorch before 0.4; null for one of its own.</param>
/// <param name="Start">Where in the root it starts, in elements.</param>
internal sealed record PthStorage(string Key, ElementType Type, bool IsUntyped, long Count, PthStorage? Root = null, long Start = 0)
{
    public long Bytes => checked(Count * Type.Bytes);
}
