using SuperResolution.Imaging;

namespace SuperResolution.Training;

/// <summary>Makes the LR side of a training pair out of the HR side: what a network learns to undo.</summary>
public interface IDegradation
{
    /// <summary>How many LR pixels around a patch a result depends on: so much more is degraded, and cut off again.</summary>
    int Margin { get; }

    /// <summary>Degrades a picture.</summary>
    /// <param name="hr">RGB; both sides are multiples of <paramref name="scale"/>.</param>
    /// <param name="scale">How much smaller both sides become.</param>
    /// <param name="random">The only source of chance: equal numbers give equal results. Called from several threads at a time.</param>
    /// <returns>RGB, both sides 1/<paramref name="scale"/> of the input's, pixel for pixel over the same places.</returns>
    Picture Degrade(Picture hr, int scale, CounterRandom random);
}
