namespace SuperResolution.Workbench.Report;

/// <summary>
/// The script that draws charts: a notebook carries it in the output of its first cell, a report has it once, beside its pages.
/// </summary>
internal static class PlotlyScript
{
    /// <summary>Its file in the report.</summary>
    public const string File = "plotly.js";

    // As KitNotice begins it.
    private const string Start = "<script>if (!window.Plotly) (function", End = "</script>";

    /// <summary>HTML without the script, and the script, if it was there.</summary>
    public static (string Html, string? Script) Cut(string html)
    {
        var start = html.IndexOf(Start, StringComparison.Ordinal);
        var end = start < 0 ? -1 : html.IndexOf(End, start, StringComparison.Ordinal);
        if (end < 0) return (html, null);
        var script = html[(start + "<script>".Length)..end];
        return (string.Concat(html.AsSpan(0, start), html.AsSpan(end + End.Length)), script);
    }
}
