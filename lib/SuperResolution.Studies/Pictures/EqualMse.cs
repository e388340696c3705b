using SuperResolution.Imaging;

namespace SuperResolution.Metrics;

/// <summary>Tunes distortions to the same mean squared error, so that they can be compared in everything else.</summary>
public static class EqualMse
{
    /// <summary>Finds the strength at which a distortion has a given error, by bisection.</summary>
    /// <param name="reference">The undistorted picture.</param>
    /// <param name="distort">
    /// The distorted picture at a strength; the error must be below the wanted one at 0 and above it at <paramref name="most"/>.
    /// </param>
    /// <param name="mse">The wanted mean squared error, samples in 0…255.</param>
    /// <param name="most">The largest strength that is tried.</param>
    /// <param name="tolerance">
    /// How far from <paramref name="mse"/> the result may be. Rounding to 8 bit makes the error jump in small steps.
    /// </param>
    /// <returns>The strength, the picture there, and its error.</returns>
    /// <exception cref="ArgumentException">The largest strength does not reach the error, or the error jumps over it.</exception>
    public static TunedDistortion Tune(Picture reference, Func<double, Picture> distort, double mse, double most, double tolerance = 0.5)
    {
        TunedDistortion At(double strength)
        {
            var picture = distort(strength);
            return new(strength, picture, Psnr.Mse(reference, picture));
        }

        var best = At(most);
        if (best.Mse < mse)
            throw new ArgumentException($"At the largest strength, {most}, the mean squared error is {best.Mse:0.##}, below the wanted " +
                $"{mse:0.##}. Allow a larger strength, or use a picture with more detail.");

        var (weak, strong) = (0.0, most);
        for (var step = 0; step < 50 && Math.Abs(best.Mse - mse) > tolerance / 50; step++)
        {
            var middle = At((weak + strong) / 2);
            if (middle.Mse < mse) weak = middle.Strength;
            else strong = middle.Strength;
            if (Math.Abs(middle.Mse - mse) < Math.Abs(best.Mse - mse)) best = middle;
        }
        return Math.Abs(best.Mse - mse) <= tolerance ? best
            : throw new ArgumentException(
                $"The mean squared error jumps over {mse:0.##} near the strength {best.Strength:0.####}; the nearest is {best.Mse:0.##}.");
    }
}

/// <summary>What <see cref="EqualMse"/> found.</summary>
/// <param name="Strength">The strength, in the distortion's own unit.</param>
/// <param name="Picture">The distorted picture.</param>
/// <param name="Mse">Its mean squared error, samples in 0…255.</param>
public sealed record TunedDistortion(double Strength, Picture Picture, double Mse);
