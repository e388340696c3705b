namespace SuperResolution.Workbench.Checks;

/// <summary>How one check ended.</summary>
internal enum Verdict
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>A workshop works without it; the message says what is lost.</summary>
    Lacking,

    /// <summary>To be repaired; the message says what to do.</summary>
    Bad,
}

/// <summary>One line of the list.</summary>
/// <param name="Verdict">How it ended.</param>
/// <param name="Message">What was seen, and where it is not good what to do.</param>
internal sealed record CheckResult(Verdict Verdict, string Message)
{
    public static CheckResult Good(string message) => new(Verdict.Good, message);

    public static CheckResult Lacking(string message) => new(Verdict.Lacking, message);

    public static CheckResult Bad(string message) => new(Verdict.Bad, message);
}
