using SuperResolution.Training;

namespace SuperResolution.Figures;

/// <summary>The charts of a training, one for each thing that one asks; those without points are left out.</summary>
public static class TrainingCharts
{
    private const string Steps = "training step";

    /// <summary>All that there is something to show for.</summary>
    /// <param name="history">Losses, learning rate, discriminator.</param>
    /// <param name="validation">PSNR.</param>
    /// <param name="samples">Colour shift and checkerboard.</param>
    public static IEnumerable<Chart> Of(TrainingHistory history, Validation? validation = null, SampleCrops? samples = null)
    {
        if (history.Points.Count > 0) yield return Loss(history.Points);
        if (validation?.Points.Count > 0) yield return Psnr(validation);
        if (history.Points.Count > 0 && history.Points[^1].Loss.Count > 1) yield return Shares(history.Points);
        if (history.Points.Count > 0 && history.Points[^1].Gan is not null) yield return Discriminator(history.Points);
        if (samples?.Samples.Count > 1) yield return Artefacts(samples.Samples);
        if (history.Points.Count > 0) yield return Rate(history.Points);
    }

    /// <summary>The loss and its weighted terms; what is not positive has no place on the logarithmic axis and is left out.</summary>
    public static Chart Loss(IReadOnlyList<TrainingPoint> points)
    {
        var name = points[^1].Loss.Count == 1 ? $"Loss ({points[^1].Loss[0].Name})" : "Loss";
        var chart = new Chart($"{name}, means over {points[0].Averaged} steps", Steps, "weighted value", logarithmicY: true);
        void Add(string line, Func<TrainingPoint, double> value, bool dashed = false)
        {
            var positive = points.Where(point => value(point) > 0).ToList();
            if (positive.Count > 0)
                chart.Line(line, positive.Select(point => (double)point.Step), positive.Select(value),
                    markers: points.Count < 30, dashed: dashed);
        }

        if (points[^1].Loss.Count > 1) Add("total", point => point.Loss.Total);
        for (var i = 0; i < points[^1].Loss.Count; i++)
        {
            var term = i;
            Add(points[^1].Loss[term].Name, point => point.Loss[term].Weighted);
        }
        if (points[^1].Gan is not null) Add("discriminator's loss", point => point.Gan!.DiscriminatorLoss, dashed: true);
        return chart;
    }

    /// <summary>The part of each term in the loss: one near 0 or 100 % is worth a look at the weights.</summary>
    public static Chart Shares(IReadOnlyList<TrainingPoint> points)
    {
        var chart = new Chart("Share of each term in the loss", Steps, "share in %");
        for (var i = 0; i < points[^1].Loss.Count; i++)
            chart.Line(points[^1].Loss[i].Name, X(points), points.Select(point => 100 * point.Loss.Share(i)), markers: points.Count < 30);
        return chart.Between(0, 100);
    }

    /// <summary>The measurements beside bicubic on the same set under the same protocol.</summary>
    public static Chart Psnr(Validation validation)
    {
        var x = validation.Points.Select(point => (double)point.Step).ToList();
        var bicubic = validation.Bicubic;
        return new Chart($"{bicubic.Set}{(bicubic.Notice.Length > 0 ? " (substitute or part)" : "")}, {bicubic.Protocol}", Steps,
            "PSNR in dB")
            .Line(validation.Points[^1].Row.Upscaler, x, validation.Points.Select(point => point.Row.Mean.Psnr), markers: true)
            .Line("Bicubic", [x[0], x[^1]], [bicubic.Mean.Psnr, bicubic.Mean.Psnr], dashed: true);
    }

    /// <summary>What the discriminator thinks of real and generated pictures: apart from each other, but not at 1 and 0.</summary>
    public static Chart Discriminator(IReadOnlyList<TrainingPoint> points) =>
        new Chart("Discriminator", Steps, "probability of being real")
        .Line("D(real)", X(points), points.Select(point => point.Gan!.Real), markers: points.Count < 30)
        .Line("D(fake)", X(points), points.Select(point => point.Gan!.Fake), markers: points.Count < 30)
        .Between(-0.02, 1.02);

    /// <summary>Colour shift and checkerboard of the samples with the bounds of <see cref="GanHealth"/>.</summary>
    public static Chart Artefacts(IReadOnlyList<Sample> samples)
    {
        var x = samples.Select(sample => (double)sample.Step).ToList();
        return new Chart("Defects of the sample", Steps, "levels of 255")
            .Line("largest colour shift", x, samples.Select(sample => sample.Shift.Largest), markers: true)
            .Line("checkerboard", x, samples.Select(sample => sample.Checkerboard), markers: true)
            .Line("bound of colour shift", [x[0], x[^1]], [GanHealth.LargestShift, GanHealth.LargestShift], dashed: true,
                like: "largest colour shift")
            .Line("bound of checkerboard", [x[0], x[^1]], [GanHealth.LargestCheckerboard, GanHealth.LargestCheckerboard], dashed: true,
                like: "checkerboard");
    }

    /// <summary>The learning rate.</summary>
    public static Chart Rate(IReadOnlyList<TrainingPoint> points) =>
        new Chart("Learning rate", Steps, "learning rate")
            .Line("learning rate", X(points), points.Select(point => point.LearningRate), markers: points.Count < 30)
            // else a constant rate is drawn between −1 and 1
            .Between(0, 1.1 * Math.Max(points.Max(point => point.LearningRate), double.Epsilon));

    private static IEnumerable<double> X(IReadOnlyList<TrainingPoint> points) => points.Select(point => (double)point.Step);
}
