using System.Globalization;
using SuperResolution.Datasets;

namespace SuperResolution.Metrics.Statistics;

/// <summary>What people said of a distorted picture.</summary>
/// <param name="Reference">File name of the undistorted picture.</param>
/// <param name="Distorted">File name of the distorted one.</param>
/// <param name="Score">Higher is better; PIPAL's are Elo ratings, about 900 to 1850.</param>
public sealed record HumanScore(string Reference, string Distorted, double Score);

/// <summary>Label files of quality data sets.</summary>
public static class HumanScores
{
    private const string Columns = "hq_name,dist_name,elo_score";

    /// <summary>Reads a CSV file with the header "hq_name,dist_name,elo_score" (PIPAL, Gu et al., arXiv 2007.12142), in its order.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataSetException">A line is not three fields with a finite score, or names a distorted picture again; the message has file and line number.</exception>
    public static IReadOnlyList<HumanScore> Read(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no label file '{path}' (looked in '{Path.GetFullPath(path)}').", path);
        var (scores, lines, number) = (new List<HumanScore>(), new Dictionary<string, int>(), 0);
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (number == 1)
            {
                if (line.Trim() != Columns) throw Error($"the header is '{line}' instead of '{Columns}'");
                continue;
            }
            if (string.IsNullOrWhiteSpace(line)) continue;
            var fields = line.Split(',', StringSplitOptions.TrimEntries);
            if (fields.Length != 3 || fields[0].Length == 0 || fields[1].Length == 0) throw Error($"'{line}' is not '{Columns}'");
            if (!double.TryParse(fields[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var score) || !double.IsFinite(score)) throw Error($"the score '{fields[2]}' is not a number");
            if (!lines.TryAdd(fields[1], number)) throw Error($"'{fields[1]}' has a score in line {lines[fields[1]]} already");
            scores.Add(new HumanScore(fields[0], fields[1], score));
        }
        return scores.Count > 0 ? scores : throw Error("there are no scores");

        DataSetException Error(string what) => new($"'{path}', line {number}: {what}. Correct the file or get it again.");
    }
}
