namespace SuperResolution.Training;

/// <summary>A range of values from which one is drawn evenly.</summary>
/// <param name="Least">The smallest value.</param>
/// <param name="Most">The largest value.</param>
public readonly record struct ValueRange(double Least, double Most)
{
    /// <summary>A value between the two.</summary>
    /// <param name="random">Moves on by one number.</param>
    /// <exception cref="ArgumentException">The range is upside down or not finite.</exception>
    public double Draw(ref CounterRandom random) => double.IsFinite(Most - Least) && Least <= Most
        ? Least + ((Most - Least) * random.Unit())
        : throw new ArgumentException($"There is no value between {Least} and {Most}: the first one must be the smaller.");

    /// <summary>For example <c>2…25</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Least}…{Most}");
}
