namespace SuperResolution.Metrics;

/// <summary>What decides a result, as text.</summary>
/// <param name="Text">Equal texts, equal results.</param>
/// <param name="IsKept">False where that holds within one run only.</param>
/// <param name="IsForeign">Whether code runs that is not the kit's.</param>
internal readonly record struct ContentText(string Text, bool IsKept = true, bool IsForeign = false)
{
    /// <summary>
    /// Of an object: its <see cref="ContentHash"/>; where it cannot be seen through, the object is equal to itself alone.
    /// </summary>
    /// <param name="kind">What the text begins with.</param>
    /// <param name="value">The object.</param>
    /// <param name="opaque">The run's objects of the latter kind.</param>
    public static ContentText Of(string kind, object value, Dictionary<object, int> opaque)
    {
        if (ContentHash.Of(value, out var isForeign) is { } hash) return new($"{kind} {hash}", IsForeign: isForeign);
        opaque.TryAdd(value, opaque.Count);
        return new($"{kind} {opaque[value]} of this run", IsKept: false, IsForeign: true);
    }
}
