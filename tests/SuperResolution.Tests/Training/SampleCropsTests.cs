using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Models;
using SuperResolution.Tests.Support;
using SuperResolution.Training;

namespace SuperResolution.Tests.Training;

public sealed class SampleCropsTests : IDisposable
{
    private static readonly TrainingRecipe tiny = SrcnnRecipe.Smoke with { Scale = 2, Steps = 9, Batch = 2, Patch = 9 };
    private static readonly Picture picture = SyntheticImages.Facade(7, 101, 97);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_crop_is_what_the_whole_picture_shows_there()
    {
        using var training = TrainerTests.Train(tiny, out var network);
        var samples = new SampleCrops(training, picture, every: 4, side: 33, at: (51, 40));
        var hr = picture.CropToMultipleOf(2);
        var lr = Resize.Imresize(hr, 0.5);

        Assert.Equal(hr.Crop(50, 40, 32, 32).Pixels, samples.Hr.Pixels);
        Assert.Equal(lr.Crop(25, 20, 16, 16).Pixels, samples.Lr.Pixels);
        Assert.Equal(Resize.Imresize(lr, 2).Crop(50, 40, 32, 32).Pixels, samples.Bicubic.Pixels);
        Assert.Equal(tiny.Upscaler(network).Upscale(lr).Crop(50, 40, 32, 32).Pixels, samples.Take().Picture.Pixels);
    }

    [Fact]
    public void Samples_are_taken_at_their_steps_and_the_last_one_and_captioned()
    {
        using var training = TrainerTests.Train(tiny, out _);
        var samples = new SampleCrops(training, picture, every: 2, side: 32);
        samples.Take();
        training.Run(step =>
        {
            samples.OnStep(step);
            samples.OnStep(step); // whoever asks second gets nothing new
        });

        Assert.Equal([0, 2, 4, 6, 8, 9], samples.Samples.Select(sample => sample.Step));
        Assert.Equal(["HR", "bicubic", "step 0", "step 2", "step 4", "step 6", "step 8", "step 9"],
            samples.Captioned().Select(item => item.Caption));
        Assert.Equal(["HR", "bicubic", "step 2", "step 6", "step 9"], samples.Captioned(most: 3).Select(item => item.Caption));
        Assert.False(samples.Samples[0].Picture.Pixels.SequenceEqual(samples.Samples[^1].Picture.Pixels));
    }

    [Fact]
    public void A_continued_training_has_its_earlier_samples_back()
    {
        using (var training = TrainerTests.Train(tiny, out _))
        {
            var samples = new SampleCrops(training, picture, every: 2, side: 32);
            samples.KeepIn(folder.FullName);
            training.Run(samples.OnStep);
            Assert.Equal(["bicubic.png", "hr.png", "step-00000002.png", "step-00000004.png", "step-00000006.png", "step-00000008.png",
                "step-00000009.png"],
                Directory.GetFiles(folder.FullName).Select(Path.GetFileName).Order(StringComparer.Ordinal));

            var continued = new SampleCrops(training, picture, every: 2, side: 32);
            continued.KeepIn(folder.FullName, fromStep: 5);
            Assert.Equal([2, 4], continued.Samples.Select(sample => sample.Step));
            Assert.Equal(samples.Samples[1].Picture.Pixels, continued.Samples[1].Picture.Pixels);
            Assert.Equal(samples.Samples[1] with { Picture = continued.Samples[1].Picture }, continued.Samples[1]);
            Assert.False(File.Exists(folder["step-00000006.png"]));
        }
    }

    [Fact]
    public void A_part_that_is_too_small_or_outside_is_refused()
    {
        using var training = TrainerTests.Train(tiny, out _);
        Assert.Contains("at least 16",
            Assert.Throws<ArgumentOutOfRangeException>(() => new SampleCrops(training, picture, 1, side: 15)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampleCrops(training, picture, 1, side: 32, at: (90, 0)));
    }
}
