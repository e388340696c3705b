using System.Globalization;
using SuperResolution.Losses;

namespace SuperResolution.Training;

/// <summary>The columns of history.csv, both ways.</summary>
internal static class HistoryTable
{
    private const string Weight = " weight";

    public static List<(string Column, string Value)> Cells(TrainingPoint point)
    {
        List<(string, string)> cells =
        [
            ("step", CsvFile.Text(point.Step)),
            ("steps in all", CsvFile.Text(point.Steps)),
            ("averaged steps", CsvFile.Text(point.Averaged)),
            ("learning rate", CsvFile.Text(point.LearningRate)),
            ("loss", CsvFile.Text(point.Loss.Total)),
        ];
        for (var i = 0; i < point.Loss.Count; i++)
        {
            var (name, weight, value) = point.Loss[i];
            cells.AddRange([(name + " value", CsvFile.Text(value)), (name + Weight, CsvFile.Text(weight)),
                (name + " share (0 to 1)", CsvFile.Text(point.Loss.Share(i)))]);
        }
        if (point.Gan is { } gan)
            cells.AddRange([("discriminator loss", CsvFile.Text(gan.DiscriminatorLoss)), ("D(real) (0 to 1)", CsvFile.Text(gan.Real)),
                ("D(fake) (0 to 1)", CsvFile.Text(gan.Fake))]);
        cells.Add(("waited for data (0 to 1)", CsvFile.Text(point.Waited)));
        return cells;
    }

    public static IReadOnlyList<TrainingPoint> Read(CsvFile file)
    {
        var terms = file.Columns.Where(column => column.EndsWith(Weight, StringComparison.Ordinal))
            .Select(column => column[..^Weight.Length]).ToList();
        return [.. file.Rows.Select(row => Point(row, terms))];
    }

    private static TrainingPoint Point(IReadOnlyDictionary<string, string> row, IReadOnlyList<string> terms)
    {
        double Number(string column) => double.Parse(row[column], CultureInfo.InvariantCulture);
        var loss = new LossReport([.. terms.Select(name => new LossTermValue(name, Number(name + Weight), Number(name + " value")))]);
        var gan = row.ContainsKey("discriminator loss")
            ? new GanFigures(Number("discriminator loss"), Number("D(real) (0 to 1)"), Number("D(fake) (0 to 1)")) : null;
        double? waited = row["waited for data (0 to 1)"].Length > 0 ? Number("waited for data (0 to 1)") : null;
        return new TrainingPoint((int)Number("step"), (int)Number("steps in all"), (int)Number("averaged steps"), loss,
            Number("learning rate"), gan, waited);
    }
}
