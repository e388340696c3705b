using SuperResolution.Losses;
using SuperResolution.Training;

namespace SuperResolution.Tests.Training;

/// <summary>Training steps that nobody trained.</summary>
internal static class Steps
{
    public static TrainingStep Mse(int step, int steps, double value, double rate = 1e-3) =>
        new(step, steps, new LossReport([new LossTermValue("MSE", 1, value)]), rate);

    public static TrainingStep Gan(
        int step, int steps, double real, double fake, double pixel = 0.02, double adversarial = 0.7, double weight = 1e-3) =>
        new(step, steps, new LossReport(
            [new LossTermValue("L1, pixels", 1, pixel), new LossTermValue("adversarial", weight, adversarial)]), 1e-4,
            new GanFigures(1.3, real, fake));
}
