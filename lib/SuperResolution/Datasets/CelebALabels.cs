namespace SuperResolution.Datasets;

/// <summary>The label files of <see cref="CelebA"/>, as far as they are there.</summary>
internal sealed class CelebALabels
{
    /// <summary>Without extension.</summary>
    public const string Partition = "list_eval_partition", Attributes = "list_attr_celeba", Landmarks = "list_landmarks_align_celeba";

    private readonly CelebAList? partition, attributes, landmarks;

    /// <param name="home">The set's folder; the published Anno and Eval folders in it count as well.</param>
    /// <exception cref="DataSetException">A file is malformed.</exception>
    public CelebALabels(string home)
    {
        partition = Open(Partition, 1, value => value is 0 or 1 or 2, "0 (train), 1 (validation) or 2 (test)");
        attributes = Open(Attributes, 40, value => value is 1 or -1, "1 or -1");
        landmarks = Open(Landmarks, 10, value => value is >= -1000 and < 1000, "a position in pixels");
        Missing = [.. new[] { (Partition, partition), (Attributes, attributes), (Landmarks, landmarks) }.Where(file => file.Item2 is null)
            .Select(file => file.Item1 + ".txt")];

        CelebAList? Open(string name, int width, Func<short, bool> isValid, string valid) =>
            new[] { "", "Anno", "Eval" }.SelectMany(
                folder => new[] { ".txt", ".csv" }.Select(extension => Path.Combine(home, folder, name + extension)))
                .FirstOrDefault(File.Exists) is { } path
                ? CelebAList.Read(path, width, isValid, valid) : null;
    }

    /// <summary>Names of the files that are not there.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>The names of the 40 attributes; empty without their file.</summary>
    public IReadOnlyList<string> Names => attributes?.Columns ?? [];

    /// <summary>Names of the pictures of a split (all: null) by the partition file; null without it.</summary>
    public IReadOnlyList<string>? Pictures(CelebASplit? split) =>
        partition is null ? null : [.. partition.Pictures.Where(picture => split is null || SplitOf(picture) == split)];

    public CelebASplit? SplitOf(string picture) => partition?[picture] is [var value] ? (CelebASplit)value : null;

    public FaceLandmarks? LandmarksOf(string picture) =>
        landmarks?[picture] is [var lx, var ly, var rx, var ry, var nx, var ny, var mlx, var mly, var mrx, var mry]
        ? new FaceLandmarks((lx, ly), (rx, ry), (nx, ny), (mlx, mly), (mrx, mry)) : null;

    public IReadOnlyList<string>? AttributesOf(string picture) =>
        attributes?[picture] is { Count: > 0 } row ? [.. Names.Where((_, i) => row[i] == 1)] : null;
}
