using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace SuperResolution.Workbench.Notebooks;

/// <summary>What one cell produces, in the order in which it comes, as nbformat outputs. Safe to use from several threads.</summary>
/// <remarks>Text is cut at <see cref="TextLimit"/>, with a notice: a cell that prints a million lines must not make a file that nothing opens.</remarks>
internal sealed class CellOutput(int textLimit = CellOutput.TextLimit, int richLimit = CellOutput.RichLimit)
{
    /// <summary>Characters of printed and plain text per cell.</summary>
    public const int TextLimit = 1_000_000;

    /// <summary>Characters of everything else per cell: pictures, charts and the chart script of 5 MB that a page carries once.</summary>
    public const int RichLimit = 64_000_000;

    private readonly Lock gate = new();
    private readonly List<JsonObject> outputs = [];
    private readonly StringBuilder stream = new();
    private string? streamName;
    private int textUsed, richUsed;
    private bool cut;

    /// <summary>Adds printed text; <paramref name="name"/> is "stdout" or "stderr".</summary>
    public void Print(string name, ReadOnlySpan<char> text)
    {
        lock (gate)
        {
            if (text.IsEmpty || cut) return;
            if (streamName != name)
            {
                CloseStream();
                streamName = name;
            }
            var taken = text[..Math.Min(text.Length, textLimit - textUsed)];
            stream.Append(taken);
            textUsed += taken.Length;
            if (taken.Length < text.Length) Cut($"printed more than {Number(textLimit)} characters of text");
        }
    }

    /// <summary>Adds a shown value: mime type → text (pictures as base64).</summary>
    public void Show(IReadOnlyDictionary<string, string> data, int? executionCount = null)
    {
        lock (gate)
        {
            if (cut) return;
            CloseStream();
            var plain = data.Where(item => item.Key == "text/plain").Sum(item => item.Value.Length);
            var rich = data.Sum(item => item.Value.Length) - plain;
            if (plain > textLimit - textUsed || rich > richLimit - richUsed)
            {
                Cut(plain > textLimit - textUsed ? $"showed more than {Number(textLimit)} characters of text" : $"showed more than {Number(richLimit)} characters of pictures and pages");
                return;
            }
            textUsed += plain;
            richUsed += rich;

            var bundle = new JsonObject();
            foreach (var (mime, value) in data)
                bundle[mime] = mime.StartsWith("image/", StringComparison.Ordinal) && mime != "image/svg+xml" ? value : NotebookCell.Lines(value);
            var output = new JsonObject { ["output_type"] = executionCount is null ? "display_data" : "execute_result", ["data"] = bundle, ["metadata"] = new JsonObject() };
            if (executionCount is { } count) output["execution_count"] = count;
            outputs.Add(output);
        }
    }

    public void Fail(CellError error)
    {
        lock (gate)
        {
            CloseStream();
            outputs.Add(new JsonObject
            {
                ["output_type"] = "error",
                ["ename"] = error.Name,
                ["evalue"] = error.Message,
                ["traceback"] = new JsonArray([.. error.Traceback.Select(line => (JsonNode)line)]),
            });
        }
    }

    public JsonArray ToJson()
    {
        lock (gate)
        {
            CloseStream();
            return new JsonArray([.. outputs.Select(output => output.DeepClone())]);
        }
    }

    private void Cut(string what)
    {
        cut = true;
        CloseStream();
        outputs.Add(Stream("stderr", $"This cell {what}: the rest is not kept. Print less, or write it to a file.\n"));
    }

    private void CloseStream()
    {
        if (stream.Length > 0) outputs.Add(Stream(streamName!, stream.ToString()));
        stream.Clear();
        streamName = null;
    }

    private static JsonObject Stream(string name, string text) =>
        new() { ["output_type"] = "stream", ["name"] = name, ["text"] = NotebookCell.Lines(text) };

    private static string Number(int n) => n.ToString("N0", CultureInfo.InvariantCulture);
}
