using System.Globalization;
using SuperResolution.Metrics;

namespace SuperResolution.Training;

/// <summary>The columns of validation.csv, both ways: means first, then PSNR and SSIM of every image.</summary>
internal static class ValidationTable
{
    private const string Psnr = " PSNR in dB", Ssim = " SSIM";

    public static List<(string Column, string Value)> Cells(ValidationPoint point, EvaluationRow bicubic)
    {
        var row = point.Row;
        List<(string, string)> cells =
        [
            ("step", CsvFile.Text(point.Step)),
            ("method", row.Upscaler),
            ("set", row.Set),
            ("protocol", row.Protocol.ToString()),
            ("PSNR in dB", CsvFile.Text(row.Mean.Psnr)),
            ("SSIM", CsvFile.Text(row.Mean.Ssim)),
            ("bicubic PSNR in dB", CsvFile.Text(bicubic.Mean.Psnr)),
            ("bicubic SSIM", CsvFile.Text(bicubic.Mean.Ssim)),
            ("best so far", point.IsBest ? "yes" : "no"),
            ("notice", row.Notice),
        ];
        foreach (var (image, score) in row.Images)
            cells.AddRange([($"image {image}{Psnr}", CsvFile.Text(score.Psnr)), ($"image {image}{Ssim}", CsvFile.Text(score.Ssim))]);
        return cells;
    }

    public static IReadOnlyList<ValidationPoint> Read(CsvFile file, Validation validation)
    {
        var images = file.Columns.Where(
            column => column.StartsWith("image ", StringComparison.Ordinal) && column.EndsWith(Psnr, StringComparison.Ordinal))
            .Select(column => column["image ".Length..^Psnr.Length]).ToList();
        return [.. file.Rows.Select(row => Point(row, images, validation.Bicubic))];
    }

    private static ValidationPoint Point(IReadOnlyDictionary<string, string> row, IReadOnlyList<string> images, EvaluationRow like)
    {
        double Number(string column) => double.Parse(row[column], CultureInfo.InvariantCulture);
        var scores = images.Select(image => (image, new Score(Number($"image {image}{Psnr}"), Number($"image {image}{Ssim}")))).ToList();
        return new ValidationPoint((int)Number("step"),
            new EvaluationRow(row["set"], row["method"], like.Protocol, scores, row["notice"]), row["best so far"] == "yes");
    }
}
