using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using SuperResolution.Workbench.Notebooks;

namespace SuperResolution.Workbench.Report;

/// <summary>Code cells and their outputs as HTML.</summary>
/// <param name="numbers">Numbers the page's figures and tables.</param>
internal sealed class CellMarkup(FigureNumbers numbers)
{
    /// <summary>From the richest form to the plainest: the first one that an output has is shown.</summary>
    private static readonly string[] Preferred = [
        "text/html", "image/svg+xml", "image/png", "image/jpeg", "text/latex", "application/json", "text/plain"];

    /// <summary>The script for charts that the cells brought, which the report keeps beside its pages; null where none did.</summary>
    public string? Plotly { get; private set; }

    public string Code(NotebookCell cell)
    {
        var html = new StringBuilder($"<section class=\"cell code{(cell.ExecutionCount is null ? " not-run" : "")}\">\n");
        html.Append($"<div class=\"source\"><span class=\"count\">{(cell.ExecutionCount is { } count ? $"[{count}]" : "[ ]")}</span>")
            .Append($"<pre><code>{CSharpColours.Html(cell.Source.TrimEnd())}</code></pre></div>\n");
        foreach (var output in cell.Outputs)
            html.Append(Output(output)).Append('\n');
        return html.Append("</section>\n").ToString();
    }

    private string Output(JsonObject output)
    {
        switch (output["output_type"]?.GetValue<string>())
        {
            case "stream":
                var name = output["name"]?.GetValue<string>() == "stderr" ? "stderr" : "stdout";
                return $"<pre class=\"output {name}\">{TerminalText.Html(NotebookCell.Joined(output["text"]))}</pre>";
            case "error":
                var lines = (output["traceback"] as JsonArray ?? []).Select(line => line?.GetValue<string>());
                return $"<pre class=\"output error\">{TerminalText.Html(string.Join('\n', lines))}</pre>";
            default:
                return output["data"] is JsonObject data ? Data(data) : "";
        }
    }

    private string Data(JsonObject data)
    {
        var mime = Preferred.FirstOrDefault(data.ContainsKey);
        if (mime is null) return "";
        var text = data[mime] is JsonObject json ? json.ToJsonString() : NotebookCell.Joined(data[mime]);
        return mime switch
        {
            "text/html" => Html(text),
            "image/svg+xml" => $"<div class=\"output html\">{text}</div>",
            "image/png" or "image/jpeg" =>
                $"<div class=\"output\"><img alt=\"output of the cell\" src=\"data:{mime};base64,{text.Trim()}\"></div>",
            "text/latex" => $"<div class=\"output\">{MathMarkup.Of(text.Trim().Trim('$'), display: true)}</div>",
            _ => $"<pre class=\"output\">{WebUtility.HtmlEncode(text)}</pre>",
        };
    }

    /// <summary>Scripts stay as they are: they draw the charts and make figures live.</summary>
    private string Html(string html)
    {
        (html, var script) = PlotlyScript.Cut(html);
        Plotly ??= script;
        return numbers.Output(html);
    }
}
