using System.IO.Enumeration;
using System.Text.Json.Nodes;

namespace SuperResolution.Workbench.Kernel;

/// <summary>What ran in this session. (Notebooks keep their cells themselves; the history is for consoles.)</summary>
internal sealed class History
{
    private const int Session = 1;

    private readonly List<(int Number, string Source, string? Result)> entries = [];

    public void Add(int number, string source, string? result)
    {
        lock (entries) entries.Add((number, source, result));
    }

    /// <summary>The content of a history_reply.</summary>
    public JsonObject Answer(JupyterMessage request)
    {
        (int Number, string Source, string? Result)[] all;
        lock (entries) all = [.. entries];
        IEnumerable<(int Number, string Source, string? Result)> found = request.Text("hist_access_type") switch
        {
            "range" when request.Number("session", 0) is 0 or Session =>
                all.Where(e => e.Number >= request.Number("start", 0) && e.Number < request.Number("stop", int.MaxValue)),
            "search" =>
                Last(Unique(all.Where(e => Matches(request.Text("pattern") ?? "*", e.Source)), request.Flag("unique", false)),
                    request.Number("n", all.Length)),
            "tail" => Last(all, request.Number("n", all.Length)),
            _ => [],
        };
        var output = request.Flag("output", false);
        return new JsonObject
        {
            ["status"] = "ok",
            ["history"] = new JsonArray([.. found.Select(
                e => (JsonNode)new JsonArray(Session, e.Number, output ? new JsonArray(e.Source, e.Result) : e.Source))]),
        };
    }

    private static IEnumerable<(int Number, string Source, string? Result)> Unique(
        IEnumerable<(int Number, string Source, string? Result)> entries, bool unique) =>
        unique ? entries.Reverse().DistinctBy(e => e.Source).Reverse() : entries;

    private static IEnumerable<T> Last<T>(IEnumerable<T> entries, int count) => entries.TakeLast(Math.Max(0, count));

    /// <summary>The protocol's patterns are those of shells.</summary>
    private static bool Matches(string glob, string source) =>
        FileSystemName.MatchesSimpleExpression(glob.Replace("\\", "\\\\"), source, ignoreCase: false);
}
