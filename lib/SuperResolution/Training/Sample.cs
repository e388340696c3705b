using SuperResolution.Imaging;

namespace SuperResolution.Training;

/// <summary>What a network made of the sample crop after so many steps.</summary>
/// <param name="Step">Updates that the weights had.</param>
/// <param name="Picture">The result, of the crop's size.</param>
/// <param name="Shift">How its colours differ from the input's.</param>
/// <param name="Checkerboard">
/// Strength of a pattern with the period of the scale factor, in levels of 255; see <see cref="Artefacts.Checkerboard"/>.
/// </param>
public sealed record Sample(int Step, Picture Picture, ColourShift Shift, double Checkerboard);
