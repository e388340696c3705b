using System.Globalization;
using System.Text;

namespace SuperResolution.Training;

/// <summary>A table that grows by a line at a time (RFC 4180, dot as decimal point, LF). Its first column is the training step.</summary>
internal sealed class CsvFile : IDisposable
{
    private readonly string path;
    private readonly List<string[]> kept = [];
    private string[]? header;
    private FileStream? stream;

    /// <summary>
    /// Goes on behind <paramref name="fromStep"/>: later lines and a last line that was cut by a crash are removed, atomically. From 0 it
    /// starts anew.
    /// </summary>
    /// <exception cref="InvalidDataException">Another line is damaged.</exception>
    public CsvFile(string path, int fromStep)
    {
        this.path = path;
        var text = File.Exists(path) && fromStep > 0 ? File.ReadAllText(path) : "";
        var lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Cells(line.TrimEnd('\r'))).ToList();
        for (var i = 1; i < lines.Count; i++)
        {
            if (lines[i].Length != lines[0].Length
                || !int.TryParse(lines[i][0], NumberStyles.None, CultureInfo.InvariantCulture, out var step))
                throw new InvalidDataException(
                    $"{path}, line {i + 1}: not a line of this table. Repair it or move the file away, then continue.");
            if (step <= fromStep) kept.Add(lines[i]);
        }
        if (kept.Count == 0)
        {
            File.Delete(path);
            return;
        }
        header = lines[0];
        AtomicFile.Write(path, string.Concat(kept.Prepend(header).Select(Line)));
    }

    /// <summary>What the file had when it was opened, column by name.</summary>
    public IEnumerable<IReadOnlyDictionary<string, string>> Rows =>
        kept.Select(cells => header!.Zip(cells).DistinctBy(pair => pair.First).ToDictionary(pair => pair.First, pair => pair.Second));

    /// <summary>The columns' names; empty before the first line.</summary>
    public IReadOnlyList<string> Columns => header ?? [];

    /// <summary>Adds a line and hands it to the system at once.</summary>
    /// <exception cref="InvalidDataException">The file has other columns.</exception>
    public void Append(IReadOnlyList<(string Column, string Value)> cells)
    {
        var columns = cells.Select(cell => cell.Column).ToArray();
        if (header is null) AtomicFile.Write(path, Line(header = columns));
        if (!header.SequenceEqual(columns))
            throw new InvalidDataException(
                $"{path} has the columns {string.Join(", ", header)}, not {string.Join(", ", columns)}: it belongs to another training. " +
                "Move it away, then continue.");
        stream ??= new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        stream.Write(Encoding.UTF8.GetBytes(Line(cells.Select(cell => cell.Value)))); // one write: a reader sees whole lines
        stream.Flush();
    }

    public void Dispose() => stream?.Dispose();

    /// <summary>The shortest text that reads back as the same number; nothing for null.</summary>
    public static string Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(Quoted)) + '\n';

    private static string Quoted(string cell) => CsvText.Field(cell).ReplaceLineEndings(" ");

    private static string[] Cells(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"') cell.Append(line[i++]);
            else if (line[i] == '"') quoted = !quoted;
            else if (line[i] == ',' && !quoted) { cells.Add(cell.ToString()); cell.Clear(); }
            else cell.Append(line[i]);
        }
        return [.. cells, cell.ToString()];
    }
}
