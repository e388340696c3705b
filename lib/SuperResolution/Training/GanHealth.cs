using static System.FormattableString;

namespace SuperResolution.Training;

/// <summary>
/// Watches for what adversarial trainings suffer from, and says what helps: saturated or lost discriminators, a term that counts for
/// nothing or for too much, colour shifts, checkerboards.
/// </summary>
/// <remarks>
/// Means over the last <paramref name="window"/> steps, because single batches jump; nothing is said before a window is full. For
/// relativistic games D(real) is the probability that a real picture looks more real than the fake ones do on average: 0.5 is balance
/// there too.
/// </remarks>
/// <param name="window">Steps in the window.</param>
public sealed class GanHealth(int window = 100)
{
    /// <summary>
    /// Saturated: mean D(real) above this and mean D(fake) below 1 − this. There log-losses have lost 95 % of their gradient.
    /// </summary>
    public const double Saturation = 0.95;

    /// <summary>Lost: mean D(real) is less than this above mean D(fake).</summary>
    public const double LeastLead = 0.02;

    /// <summary>The adversarial term's share of the generator's loss: below this it hardly acts.</summary>
    public const double LeastShare = 0.001;

    /// <summary>The adversarial term's share of the generator's loss: above this it dominates.</summary>
    public const double LargestShare = 0.5;

    /// <summary>
    /// Colour shift in levels of 255 in one channel that is worth a look; bicubic interpolation and SRCNN stay below 0.8.
    /// </summary>
    public const double LargestShift = 2;

    /// <summary>
    /// Strength of a checkerboard in levels of 255 that is worth a look; bicubic interpolation and SRCNN stay below 1.1.
    /// </summary>
    public const double LargestCheckerboard = 1.25;

    private readonly Queue<TrainingStep> steps = new();
    private Sample? sample;

    /// <summary>Mean D(real) over the window, 0…1; null before it is full or without a discriminator.</summary>
    public double? Real => Mean(step => step.Gan!.Real);

    /// <summary>Mean D(fake) over the window, 0…1; null as above.</summary>
    public double? Fake => Mean(step => step.Gan!.Fake);

    /// <summary>The adversarial term's share of the generator's loss over the window, 0…1; null as above.</summary>
    public double? AdversarialShare => Mean(step => step.Loss.Sum(term => Math.Abs(term.Weighted))) is { } all and > 0
        ? Mean(step => step.Loss.Where(term => term.Name == "adversarial").Sum(term => Math.Abs(term.Weighted))) / all
        : null;

    /// <summary>Colour shift of the last sample.</summary>
    public ColourShift? Shift => sample?.Shift;

    /// <summary>Checkerboard of the last sample, in levels of 255.</summary>
    public double? Checkerboard => sample?.Checkerboard;

    /// <summary>What is out of bounds now.</summary>
    public IReadOnlyList<GanWarning> Warnings => [.. Check()];

    /// <summary>Takes note of a step; pass it to <see cref="TrainingLoop.Run"/>.</summary>
    public void OnStep(TrainingStep step)
    {
        if (step.Gan is null) return;
        steps.Enqueue(step);
        if (steps.Count > window) steps.Dequeue();
    }

    /// <summary>Takes note of a sample; subscribe it to <see cref="SampleCrops.Taken"/>.</summary>
    public void OnSample(Sample taken) => sample = taken;

    private double? Mean(Func<TrainingStep, double> of) => steps.Count >= window ? steps.Average(of) : null;

    private IEnumerable<GanWarning> Check()
    {
        if (Real is { } real && Fake is { } fake)
        {
            if (real > Saturation && fake < 1 - Saturation)
                yield return new("discriminator saturated",
                    Invariant($"D(real) {real:0.000}, D(fake) {fake:0.000}, mean of {window} steps: it is sure of every ") +
                    "picture, and then its gradient vanishes for the generator.",
                    "Lower the discriminator's learning rate, smooth its labels (0.9 for real), start from a better generator, or use a " +
                    "relativistic game.");
            else if (real - fake < LeastLead)
                yield return new("discriminator lost",
                    Invariant($"D(real) {real:0.000}, D(fake) {fake:0.000}, mean of {window} steps: it does not tell ") +
                    "real from fake. Either the pictures are that good, which the samples show, or it does not learn.",
                    "If the samples are no better than before the game: raise the discriminator's learning rate, give it updates of its " +
                    "own first, check that real and fake have the same value range.");
        }
        if (AdversarialShare is { } share)
        {
            if (share < LeastShare)
                yield return new("adversarial term negligible", Invariant($"It is {100 * share:0.000} % of the generator's loss."),
                    "Raise its weight λ, or lower the others': as it is, this is a training without a game. Shares are of values; " +
                    "gradients may differ.");
            else if (share > LargestShare)
                yield return new("adversarial term dominates", Invariant($"It is {100 * share:0} % of the generator's loss."),
                    "Lower its weight λ: pictures may leave their content behind. Shares are of values; gradients may differ.");
        }
        if (Shift is { } shift && shift.Largest > LargestShift)
            yield return new("colour shift",
                Invariant($"The sample differs from its input by red {shift.Red:+0.0;-0.0}, green {shift.Green:+0.0;-0.0}, ") +
                Invariant($"blue {shift.Blue:+0.0;-0.0} levels of 255."),
                "Give the pixel loss more weight, check the value range and the mean that is subtracted; early in a training it " +
                "may pass.");
        if (Checkerboard is { } board && board > LargestCheckerboard)
            yield return new("checkerboard",
                Invariant($"A pattern with the period of the scale factor, {board:0.0} levels of 255, lies over the sample."),
                "Start the sub-pixel layers from ICNR, upscale by nearest neighbour and convolve instead, or lower λ; early in a " +
                "training it may pass.");
    }
}
