using SuperResolution.Losses;

namespace SuperResolution.Training;

/// <summary>A loss became infinite or not a number. The weights are those before the step.</summary>
public sealed class TrainingDivergedException(int step, LossReport loss, double rate)
    : InvalidOperationException(FormattableString.Invariant($"The loss of step {step} is not a finite number: the training has diverged at a learning rate of {rate:0.0e+0}. Go back to the last checkpoint with a smaller rate, or clip the gradients (MaxGradientNorm).\n{loss}"))
{
    /// <summary>Updates that had been made.</summary>
    public int Step => step;

    /// <summary>The loss, term by term.</summary>
    public LossReport Loss => loss;
}
