using SuperResolution.Datasets;
using SuperResolution.Models;
using SuperResolution.Tests.Support;
using SuperResolution.Training;

namespace SuperResolution.Tests.Training;

public sealed class CsvLogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Headings_carry_units_and_numbers_read_back_as_the_same()
    {
        Write(from: 0, to: 4);
        var lines = File.ReadAllLines(folder["history.csv"]);
        Assert.Equal("step,steps in all,averaged steps,learning rate,loss,\"L1, pixels value\",\"L1, pixels weight\",\"L1, pixels share " +
            "(0 to 1)\",adversarial value,adversarial weight,"
            + "adversarial share (0 to 1),discriminator loss,D(real) (0 to 1),D(fake) (0 to 1),waited for data (0 to 1)", lines[0]);
        Assert.Equal(3, lines.Length);

        var history = new TrainingHistory(2);
        using var log = new CsvLog(folder.FullName, history, fromStep: 4);
        var expected = Expected(4);
        Assert.Equal(expected.Select(point => (point.Step, point.Steps, point.Averaged, point.LearningRate, point.Gan, point.Waited)),
            history.Points.Select(point => (point.Step, point.Steps, point.Averaged, point.LearningRate, point.Gan, point.Waited)));
        Assert.Equal(expected.Select(point => point.Loss.ToArray()), history.Points.Select(point => point.Loss.ToArray()));
    }

    [Theory]
    [InlineData(""), InlineData("12,20,2,0.0001,0.0"), InlineData("12")]
    public void A_continued_training_has_the_same_file_as_one_that_ran_through(string half)
    {
        Write(from: 0, to: 20);
        var whole = File.ReadAllText(folder["history.csv"]);

        Write(from: 0, to: 10); // the checkpoint is of step 8: one line too many, and perhaps half of another
        File.AppendAllText(folder["history.csv"], half);
        Write(from: 8, to: 20);
        Assert.Equal(whole, File.ReadAllText(folder["history.csv"]));
    }

    [Fact]
    public void A_damaged_line_or_other_columns_are_named()
    {
        Write(from: 0, to: 4);
        File.WriteAllText(folder["history.csv"], File.ReadAllText(folder["history.csv"]).Replace("\n4,", "\nfour,"));
        Assert.Contains("line 3", Assert.Throws<InvalidDataException>(
            () => new CsvLog(folder.FullName, new TrainingHistory(2), fromStep: 4)).Message);

        Write(from: 0, to: 4);
        var history = new TrainingHistory(2);
        using var log = new CsvLog(folder.FullName, history, fromStep: 4);
        Assert.Contains("another training", Assert.Throws<InvalidDataException>(() => history.OnStep(Steps.Mse(6, 20, 1))).Message);
    }

    [Fact]
    public void Measurements_and_samples_are_written_and_measurements_come_back()
    {
        var set = new ImageSet("two",
            [ImageItem.FromGenerator("leaves", () => SyntheticImages.DeadLeaves(1, 64, 64)),
            ImageItem.FromGenerator("wall", () => SyntheticImages.Facade(2, 48, 64))], DataSource.Synthetic,
            "drawn, \"not\" photographed");
        ValidationPoint[] measured;
        using (var training = TrainerTests.Train(SrcnnRecipe.Smoke with { Scale = 2, Steps = 6, Batch = 2, Patch = 9 }, out _))
        {
            var (history, validation, samples) =
                (new TrainingHistory(2), new Validation(training, set, every: 2),
                    new SampleCrops(training, SyntheticImages.Facade(3, 64, 64), every: 3, side: 32));
            using var log = new CsvLog(folder.FullName, history, validation, samples);
            training.Run(step =>
            {
                history.OnStep(step);
                validation.OnStep(step);
                validation.OnStep(step); // whoever asks second gets nothing new
                samples.OnStep(step);
            });
            measured = [.. validation.Points];
            Assert.Equal([2, 4, 6], measured.Select(point => point.Step));
            var rows = File.ReadAllLines(folder["samples.csv"]);
            Assert.Equal("step,colour shift red in levels,colour shift green in levels,colour shift blue in levels,checkerboard " +
                "in levels", rows[0]);
            Assert.Equal(["3", "6"], rows.Skip(1).Select(row => row.Split(',')[0]));
            Assert.Equal(CsvFile.Text(samples.Samples[1].Checkerboard), rows[2].Split(',')[4]);
        }

        using var other = TrainerTests.Train(SrcnnRecipe.Smoke with { Scale = 2, Steps = 6, Batch = 2, Patch = 9 }, out _);
        var restored = new Validation(other, set, every: 2);
        using (new CsvLog(folder.FullName, new TrainingHistory(2), restored, fromStep: 5))
        {
            Assert.Equal(measured.Take(2).Select(Facts), restored.Points.Select(Facts));
            Assert.Equal(measured[1].Row.Images, restored.Points[1].Row.Images);
            Assert.Equal(measured.Take(2).Max(point => point.Row.Mean.Psnr), restored.Best!.Row.Mean.Psnr);
        }
        var text = File.ReadAllLines(folder["validation.csv"]);
        Assert.Equal(3, text.Length);
        Assert.StartsWith("step,method,set,protocol,PSNR in dB,SSIM,bicubic PSNR in dB,bicubic SSIM,best so far,notice,image leaves " +
            "PSNR in dB,image leaves SSIM,image wall", text[0]);
    }

    private static object Facts(ValidationPoint point) =>
        (point.Step, point.IsBest, point.Row.Mean, point.Row.Set, point.Row.Upscaler, point.Row.Protocol, point.Row.Notice);

    private static TrainingStep Step(int step) =>
        Steps.Gan(step, 20, 0.5 + (step / 50.0), 0.5 - (step / 70.0), 0.1 / step, 0.7 + (step / 3.0));

    private static IReadOnlyList<TrainingPoint> Expected(int to)
    {
        var history = new TrainingHistory(2, () => 0.125);
        for (var step = 1; step <= to; step++) history.OnStep(Step(step));
        return history.Points;
    }

    private void Write(int from, int to)
    {
        var history = new TrainingHistory(2, () => 0.125);
        using var log = new CsvLog(folder.FullName, history, fromStep: from);
        for (var step = from + 1; step <= to; step++) history.OnStep(Step(step));
    }
}
