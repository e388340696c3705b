using SuperResolution.Platform;

namespace SuperResolution.Figures;

/// <summary>
/// Shown by a notebook's first cell: versions, budget and device, and (unseen) the script that draws the charts below it.
/// </summary>
public sealed class KitNotice : Figure
{
    /// <inheritdoc/>
    public override string ToHtml() =>
        $"<p style=\"font-size:.85em;opacity:.8;margin:0\">{Escape(ToString())}</p><script>{PlotlyScript()}</script>";

    /// <summary>One line of text.</summary>
    public override string ToString() =>
        $"SuperResolution {typeof(KitNotice).Assembly.GetName().Version?.ToString(3)}, {Compute.Describe()}, budget: " +
        $"{Budgets.Current.ToString().ToLowerInvariant()}";

    /// <summary>
    /// plotly.js as Plotly.NET ships it. Classic notebooks have a module loader that would hide it: it must not see one.
    /// </summary>
    internal static string PlotlyScript()
    {
        var assembly = typeof(Plotly.NET.GenericChart).Assembly;
        var name = assembly.GetManifestResourceNames().Single(resource => resource.EndsWith(".min.js", StringComparison.Ordinal));
        using var stream = assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return $"if (!window.Plotly) (function (define, module, exports) {{ {reader.ReadToEnd()} }}).call(window);";
    }
}
