using SuperResolution.Losses;

namespace SuperResolution.Training;

/// <summary>A stretch of a training, averaged.</summary>
/// <param name="Step">Updates at its end.</param>
/// <param name="Steps">Updates in all.</param>
/// <param name="Averaged">How many updates the means are over.</param>
/// <param name="Loss">Each term with the mean of its values; shares are of the means.</param>
/// <param name="LearningRate">Of the last update.</param>
/// <param name="Gan">Means of the discriminator's figures; null in trainings without one.</param>
/// <param name="Waited">The part of the time that the training waited for data, 0…1; null where nobody measured it.</param>
public sealed record TrainingPoint(
    int Step, int Steps, int Averaged, LossReport Loss, double LearningRate, GanFigures? Gan = null, double? Waited = null)
{
    /// <summary>The mean loss as PSNR in dB, −10 · log₁₀ L; null unless the loss is the mean squared error alone.</summary>
    public double? Psnr => Loss is [{ Name: "MSE", Weight: 1 }] ? -10 * Math.Log10(Loss.Total) : null;
}
