namespace SuperResolution.Training;

/// <summary>A figure of a training that is out of its bounds, and what to do.</summary>
/// <param name="Name">Of the condition, the same every time, e.g. "discriminator saturated".</param>
/// <param name="Text">What was seen, with numbers.</param>
/// <param name="Advice">What helps.</param>
public sealed record GanWarning(string Name, string Text, string Advice)
{
    /// <summary>All in one line.</summary>
    public override string ToString() => $"{Name}: {Text} {Advice}";
}
