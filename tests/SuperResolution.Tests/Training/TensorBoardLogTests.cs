using SuperResolution.Datasets;
using SuperResolution.Models;
using SuperResolution.Tests.Support;
using SuperResolution.Training;

namespace SuperResolution.Tests.Training;

public sealed class TensorBoardLogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_scalar_is_found_under_its_tag_and_step()
    {
        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        Write(from: 0, to: 4);
        var entries = EventFileReader.Read(folder.FullName);

        Assert.Equal("brain.Event:2", entries[0].FileVersion);
        Assert.Equal(["discriminator/fake", "discriminator/loss", "discriminator/real", "loss/L1__pixels", "loss/adversarial",
            "loss/total", "rate/learning_rate", "share/L1__pixels", "share/adversarial"],
            entries.Skip(1).Select(entry => entry.Tag!).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal([(2L, 0.54f), (4L, 0.58f)],
            entries.Where(entry => entry.Tag == "discriminator/real").Select(entry => (entry.Step, entry.Value!.Value)));
        Assert.Equal([(2L, 0.0201f), (4L, 0.0201f)],
            entries.Where(entry => entry.Tag == "loss/total").Select(entry => (entry.Step, entry.Value!.Value)));
        Assert.Equal([(2L, 0.0001f / 0.0201f), (4L, 0.0001f / 0.0201f)],
            entries.Where(entry => entry.Tag == "share/adversarial").Select(entry => (entry.Step, entry.Value!.Value)));
        Assert.All(entries.Skip(1), entry => Assert.InRange(entry.WallTime, before - 1, before + 3600));
    }

    [Fact]
    public void Measurements_and_sample_pictures_arrive_pixel_by_pixel()
    {
        using var training = TrainerTests.Train(SrcnnRecipe.Smoke with { Scale = 2, Steps = 4, Batch = 2, Patch = 9 }, out _);
        var set = new ImageSet("one", [ImageItem.FromGenerator("leaves", () => SyntheticImages.DeadLeaves(1, 64, 64))],
            DataSource.Synthetic, "drawn");
        var (history, validation, samples) =
            (new TrainingHistory(2), new Validation(training, set, every: 2),
                new SampleCrops(training, SyntheticImages.Facade(3, 64, 64), every: 4, side: 32));
        _ = new TensorBoardLog(folder.FullName, history, validation, samples);
        training.Run(step =>
        {
            history.OnStep(step);
            validation.OnStep(step);
            samples.OnStep(step);
        });

        var entries = EventFileReader.Read(folder.FullName);
        Assert.Equal(validation.Points.Select(point => ((long)point.Step, (float)point.Row.Mean.Psnr)),
            entries.Where(entry => entry.Tag == "PSNR/validation").Select(entry => (entry.Step, entry.Value!.Value)));
        Assert.Equal(validation.Points.Select(point => ((long)point.Step, (float)validation.Bicubic.Mean.Ssim)),
            entries.Where(entry => entry.Tag == "SSIM/bicubic").Select(entry => (entry.Step, entry.Value!.Value)));
        foreach (var (tag, step, picture) in new[]
        {
            ("sample/HR", 0L, samples.Hr), ("sample/bicubic", 0L, samples.Bicubic), ("sample/network", 4L, samples.Samples[0].Picture),
        })
        {
            var entry = Assert.Single(entries, entry => entry.Tag == tag);
            Assert.Equal((step, (32, 32)), (entry.Step, entry.Size));
            Assert.Equal(picture.ToRgb().Pixels, entry.Image!.ToRgb().Pixels);
        }
    }

    [Fact]
    public void A_continued_training_has_every_step_once_even_behind_a_half_written_event()
    {
        Write(from: 0, to: 10);
        var file = Directory.GetFiles(folder.FullName).Single();
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^7]);
        Write(from: 6, to: 12);

        var entries = EventFileReader.Read(folder.FullName);
        Assert.Equal([2L, 4, 6, 8, 10, 12], entries.Where(entry => entry.Tag == "loss/total").Select(entry => entry.Step));
        Assert.Equal(2, entries.Count(entry => entry.FileVersion is not null));
    }

    [Fact]
    public void A_new_training_in_the_same_folder_starts_anew()
    {
        Write(from: 0, to: 10);
        Write(from: 0, to: 2);
        Assert.Equal([2L], EventFileReader.Read(folder.FullName).Where(entry => entry.Tag == "loss/total").Select(entry => entry.Step));
    }

    [Fact] // the reader of the tensorboard package itself, where Python has it
    public void TensorBoard_reads_the_same()
    {
        Write(from: 0, to: 4);
        var output = Python.Run("""
            import sys
            from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
            events = EventAccumulator(sys.argv[1])
            events.Reload()
            for event in events.Scalars("discriminator/real"): print(event.step, round(event.value, 6))
            """, "tensorboard", folder.FullName);
        Assert.Equal("2 0.54 4 0.58", string.Join(' ', output.Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries)));
    }

    private void Write(int from, int to)
    {
        var history = new TrainingHistory(2);
        _ = new TensorBoardLog(folder.FullName, history, fromStep: from);
        for (var step = from + 1; step <= to; step++)
            history.OnStep(Steps.Gan(step, 20, real: 0.5 + (0.04 * ((step + 1) / 2)), fake: 0.3, pixel: 0.02, adversarial: 0.1));
    }
}
