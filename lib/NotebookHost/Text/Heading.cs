namespace SuperResolution.Workbench.Report;

/// <summary>A heading of a page.</summary>
/// <param name="Level">1 for the title.</param>
/// <param name="Id">What a link points to.</param>
/// <param name="Text">Plain text.</param>
internal sealed record Heading(int Level, string Id, string Text);
