using Microsoft.Data.Analysis;
using SuperResolution.Figures;

namespace SuperResolution.Metrics;

/// <summary>Measured rows for data analysis.</summary>
public static class EvaluationFrame
{
    /// <summary>
    /// The rows as a data frame: set, method, scale, protocol, images, psnr, ssim, the other metrics by their names, paper_psnr,
    /// paper_ssim, notice.
    /// </summary>
    public static DataFrame ToDataFrame(this IReadOnlyList<EvaluationRow> rows) => new((DataFrameColumn[])[
        new StringDataFrameColumn("set", rows.Select(row => row.Set)),
        new StringDataFrameColumn("method", rows.Select(row => row.Upscaler)),
        new Int32DataFrameColumn("scale", rows.Select(row => row.Protocol.Scale)),
        new StringDataFrameColumn("protocol", rows.Select(row => row.Protocol.Name)),
        new Int32DataFrameColumn("images", rows.Select(row => row.Images.Count)),
        new DoubleDataFrameColumn("psnr", rows.Select(row => row.Mean.Psnr)),
        new DoubleDataFrameColumn("ssim", rows.Select(row => row.Mean.Ssim)),
        .. EvaluationTable.Others(rows)
            .Select(name => new DoubleDataFrameColumn(name, rows.Select(row => EvaluationTable.Mean(row, name)))),
        new DoubleDataFrameColumn("paper_psnr", rows.Select(row => PaperValues.For(row)?.Psnr)),
        new DoubleDataFrameColumn("paper_ssim", rows.Select(row => PaperValues.For(row)?.Ssim)),
        new StringDataFrameColumn("notice", rows.Select(row => row.Notice))]);
}
