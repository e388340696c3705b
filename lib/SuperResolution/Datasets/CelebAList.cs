using System.Globalization;

namespace SuperResolution.Datasets;

/// <summary>One of CelebA's label files: a row of small integers for every picture.</summary>
/// <remarks>
/// The published text files begin with the number of pictures and the names of the columns (<c>list_attr_celeba.txt</c>,
/// <c>list_landmarks_align_celeba.txt</c>);
/// <c>list_eval_partition.txt</c> has neither. The .csv files of Kaggle's copy begin with "image_id" and the names.
/// </remarks>
internal sealed class CelebAList
{
    private readonly Dictionary<string, int> rows = [];
    private readonly List<short> values = [];

    private CelebAList(IReadOnlyList<string> columns) => Columns = columns;

    public IReadOnlyList<string> Columns { get; }

    /// <summary>Names of the pictures without extension: the published PNG edition has the same lists.</summary>
    public IEnumerable<string> Pictures => rows.Keys;

    public int Count => rows.Count;

    /// <summary>The values of a picture, empty when the file has none for it.</summary>
    public IReadOnlyList<short> this[string picture] =>
        rows.TryGetValue(picture, out var row) ? values.GetRange(row * Columns.Count, Columns.Count) : [];

    /// <exception cref="DataSetException">A line is malformed, or lines are missing; the message has file and line number.</exception>
    public static CelebAList Read(string path, int width, Func<short, bool> isValid, string valid)
    {
        using var lines = PlainFile.ReadLines(path).GetEnumerator();
        var (number, csv) = (0, path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase));
        int? announced = !csv && width > 1 ? Announced(Next() ?? "") : null;
        var columns = csv ? Fields(Next() ?? "").Skip(1).ToArray() : width > 1 ? Fields(Next() ?? "") : ["partition"];
        if (columns.Length != width) throw Error($"there are {columns.Length} names of columns instead of {width}");

        var list = new CelebAList(columns);
        while (Next() is { } line)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            var fields = Fields(line);
            if (fields.Length != width + 1) throw Error($"there are {fields.Length - 1} values instead of {width}");
            foreach (var field in fields.Skip(1))
            {
                if (!short.TryParse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) || !isValid(value))
                    throw Error($"'{field}' is not {valid}");
                list.values.Add(value);
            }
            if (!list.rows.TryAdd(Path.GetFileNameWithoutExtension(fields[0]), list.rows.Count))
                throw Error($"'{fields[0]}' is listed twice");
        }

        if (list.Count == 0) throw Error("there are no pictures");
        return announced is { } count && count != list.Count ? throw Error($"the file ends after {list.Count:N0} of {count:N0} pictures")
            : list;

        string? Next() => lines.MoveNext() && ++number > 0 ? lines.Current : null;
        int Announced(string line) =>
            int.TryParse(line, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture,
                out var count) ? count : throw Error($"'{line}' is not the number of pictures");
        DataSetException Error(string what) => new($"'{path}', line {number}: {what}. Get the file again.");
    }

    private static string[] Fields(string line) => line.Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries);
}
