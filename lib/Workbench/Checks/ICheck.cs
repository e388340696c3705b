namespace SuperResolution.Workbench.Checks;

/// <summary>One thing that a workshop needs.</summary>
internal interface ICheck
{
    /// <summary>A word or two.</summary>
    string Title { get; }

    /// <summary>Looks. What it throws is shown as a bad result.</summary>
    Task<CheckResult> RunAsync();
}
