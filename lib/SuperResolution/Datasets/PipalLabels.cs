using System.Globalization;

namespace SuperResolution.Datasets;

/// <summary>PIPAL's label files: one table for all references, or the official text file for each.</summary>
internal static class PipalLabels
{
    private const string Columns = "hq_name,dist_name,elo_score";

    /// <summary>A table with the header "hq_name,dist_name,elo_score", as the mirrors of quality data sets have it.</summary>
    /// <exception cref="DataSetException">A line is malformed; the message has file and line number.</exception>
    public static IReadOnlyList<(string Reference, string Distorted, double Score)> ReadTable(string path) =>
        Read(path, Columns, Columns, fields => (fields[0], fields[1], fields[2]));

    /// <summary>An official file, e.g. <c>Train_Label/A0001.txt</c>: lines like "A0001_00_00.bmp,1520.0648" without a header.</summary>
    /// <exception cref="DataSetException">A line is malformed; the message has file and line number.</exception>
    public static IReadOnlyList<(string Reference, string Distorted, double Score)> ReadText(string path)
    {
        var reference = Path.GetFileNameWithoutExtension(path);
        return Read(path, null, "dist_name,elo_score", fields => (reference, fields[0], fields[1]));
    }

    private static List<(string Reference, string Distorted, double Score)> Read(
        string path, string? header, string columns, Func<string[], (string Reference, string Distorted, string Score)> parse)
    {
        var (scores, lines, number, width) =
            (new List<(string, string, double)>(), new Dictionary<string, int>(), 0, columns.Split(',').Length);
        foreach (var line in PlainFile.ReadLines(path))
        {
            number++;
            if (number == 1 && header is not null)
            {
                if (line.Trim() != header) throw Error($"the header is '{line}' instead of '{header}'");
                continue;
            }
            if (string.IsNullOrWhiteSpace(line)) continue;
            var fields = line.Split(',', StringSplitOptions.TrimEntries);
            if (fields.Length != width || fields[..^1].Any(field => field.Length == 0)) throw Error($"'{line}' is not '{columns}'");
            var (reference, distorted, text) = parse(fields);
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var score) || !double.IsFinite(score))
                throw Error($"the score '{text}' is not a number");
            if (!lines.TryAdd(distorted, number)) throw Error($"'{distorted}' has a score in line {lines[distorted]} already");
            scores.Add((reference, distorted, score));
        }
        return scores.Count > 0 ? scores : throw Error("there are no scores");

        DataSetException Error(string what) => new($"'{path}', line {number}: {what}. Correct the file or get it again.");
    }
}
