using SuperResolution.Losses;

namespace SuperResolution.Training;

/// <summary>
/// A loss, a gradient or a weight became infinite or not a number: the training cannot go on. The network's weights are those before the
/// step.
/// </summary>
public sealed class TrainingDivergedException : InvalidOperationException
{
    /// <param name="what">What is not finite, e.g. "The loss of".</param>
    /// <param name="step">The update, from 1.</param>
    /// <param name="loss">Of this update, term by term.</param>
    /// <param name="rate">Learning rate of this update.</param>
    public TrainingDivergedException(string what, int step, LossReport loss, double rate)
        : base(($"{what} step {step} is not a finite number: the training has diverged at a learning rate of " +
            FormattableString.Invariant($"{rate:0.0e+0}. Go back to the last checkpoint with a smaller rate, or clip the ") +
            $"gradients (MaxGradientNorm).\n{loss}").TrimEnd()) =>
        (Step, Loss, Rate) = (step, loss, rate);

    internal TrainingDivergedException(TrainingDivergedException error, string advice) : base($"{error.Message}\n{advice}", error) =>
        (Step, Loss, Rate) = (error.Step, error.Loss, error.Rate);

    /// <summary>The update at which it happened, from 1.</summary>
    public int Step { get; }

    /// <summary>The loss, term by term.</summary>
    public LossReport Loss { get; }

    /// <summary>The learning rate.</summary>
    public double Rate { get; }
}
