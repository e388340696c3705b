using System.Globalization;
using SuperResolution.Imaging;

namespace SuperResolution.Training;

/// <summary>
/// Watches one part of one picture while a network learns: HR, bicubic, and what the network makes of it every so many steps.
/// </summary>
public sealed class SampleCrops
{
    // Input that the network sees around the part, in LR pixels: enough that the border of what is cut out does not show.
    private const int Margin = 16;

    private readonly TrainingLoop training;
    private readonly int every, scale;
    private readonly Picture around;
    private readonly (int X, int Y) inner;
    private readonly List<Sample> samples = [];

    /// <param name="training">Whose network is asked: its averaged weights, if it has such.</param>
    /// <param name="picture">HR, not among the pictures that are trained on.</param>
    /// <param name="every">Steps between two samples; the last step makes one too.</param>
    /// <param name="side">Width and height of the part in HR pixels; rounded down to a multiple of the scale.</param>
    /// <param name="at">Left column and upper row in HR pixels, likewise rounded; null: the middle.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie within the picture, or is below 8 pixels of LR.</exception>
    public SampleCrops(TrainingLoop training, Picture picture, int every, int side = 96, (int X, int Y)? at = null)
    {
        (this.training, this.every, scale) = (training, every, training.Recipe.Scale);
        var hr = picture.CropToMultipleOf(scale);
        var part = side / scale;
        var (x, y) = at is { } place ? (place.X / scale, place.Y / scale)
            : (((hr.Width / scale) - part) / 2, ((hr.Height / scale) - part) / 2);
        if (part < 8)
            throw new ArgumentOutOfRangeException(
                nameof(side), $"A sample of {side} pixels has {part} pixels of LR at ×{scale}: use at least {8 * scale}.");
        Hr = hr.Crop(x * scale, y * scale, part * scale, part * scale);

        var lr = Resize.Imresize(hr, 1.0 / scale);
        var (left, top) = (Math.Max(0, x - Margin), Math.Max(0, y - Margin));
        around = lr.Crop(left, top, Math.Min(lr.Width, x + part + Margin) - left, Math.Min(lr.Height, y + part + Margin) - top);
        inner = (x - left, y - top);
        Lr = around.Crop(inner.X, inner.Y, part, part);
        Bicubic = Cut(Interpolation.Bicubic(scale).Upscale(around));
    }

    /// <summary>Told of every sample as it is taken.</summary>
    public event Action<Sample>? Taken;

    /// <summary>The truth.</summary>
    public Picture Hr { get; }

    /// <summary>The input.</summary>
    public Picture Lr { get; }

    /// <summary>Bicubic interpolation of the input: the control.</summary>
    public Picture Bicubic { get; }

    /// <summary>All samples in order.</summary>
    public IReadOnlyList<Sample> Samples => samples;

    /// <summary>Takes a sample when it is time; pass it to <see cref="TrainingLoop.Run"/>.</summary>
    public void OnStep(TrainingStep step)
    {
        if ((step.Step % every == 0 || step.Step == step.Steps) && samples.LastOrDefault()?.Step != step.Step) Take(); // several may ask
    }

    /// <summary>Takes a sample now, for example before the first step.</summary>
    public Sample Take()
    {
        using var evaluating = training.Evaluating();
        var sample = Measured(training.Step, Cut(training.Recipe.Upscaler(training.Network).Upscale(around)));
        samples.Add(sample);
        Taken?.Invoke(sample);
        return sample;
    }

    /// <summary>HR, bicubic and the samples with captions, the newest last.</summary>
    /// <param name="most">How many samples at most, at about equal distances.</param>
    public IEnumerable<(string Caption, Picture Picture)> Captioned(int most = 6)
    {
        var count = Math.Min(Math.Max(1, most), samples.Count);
        var chosen = Enumerable.Range(1, count).Select(i => samples[(int)Math.Round((double)i * samples.Count / count) - 1]);
        return chosen.Select(sample => (string.Create(CultureInfo.InvariantCulture, $"step {sample.Step:N0}"), sample.Picture))
            .Prepend(("bicubic", Bicubic)).Prepend(("HR", Hr));
    }

    /// <summary>Keeps the samples as PNG files in a folder, and takes up those of a training that was continued.</summary>
    /// <param name="folder">It is made if need be.</param>
    /// <param name="fromStep">The step from which the training goes on: files of later steps are deleted; 0 deletes all.</param>
    public void KeepIn(string folder, int fromStep = 0)
    {
        Directory.CreateDirectory(folder);
        samples.Clear();
        foreach (var file in Directory.GetFiles(folder, "step-*.png").Order(StringComparer.Ordinal))
        {
            if (!int.TryParse(Path.GetFileNameWithoutExtension(file)["step-".Length..], NumberStyles.None, CultureInfo.InvariantCulture,
                out var step))
                continue;
            if (step > fromStep || fromStep == 0) File.Delete(file);
            else samples.Add(Measured(step, Picture.Load(file)));
        }
        Hr.Save(Path.Combine(folder, "hr.png"));
        Bicubic.Save(Path.Combine(folder, "bicubic.png"));
        Taken += sample =>
            sample.Picture.Save(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"step-{sample.Step:00000000}.png")));
    }

    private Picture Cut(Picture large) => large.Crop(inner.X * scale, inner.Y * scale, Hr.Width, Hr.Height);

    private Sample Measured(int step, Picture picture) =>
        new(step, picture, Artefacts.Colour(Lr, picture), Artefacts.Checkerboard(Hr, picture, scale));
}
