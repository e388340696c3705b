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
    /// <summary>
    /// Reads a CSV file with the header "hq_name,dist_name,elo_score" (PIPAL, Gu et al., arXiv 2007.12142), in its order.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataSetException">
    /// A line is not three fields with a finite score, or names a distorted picture again; the message has file and line number.
    /// </exception>
    public static IReadOnlyList<HumanScore> Read(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no label file '{path}' (looked in '{Path.GetFullPath(path)}').", path);
        return [.. PipalLabels.ReadTable(path).Select(label => new HumanScore(label.Reference, label.Distorted, label.Score))];
    }
}
