using SuperResolution.Imaging;

namespace SuperResolution.Figures;

/// <summary>Pictures that are laid over each other have to have the same proportions.</summary>
internal static class Proportions
{
    /// <summary>Sizes may differ, for example LR and HR; a pixel of rounding is allowed.</summary>
    /// <exception cref="ArgumentException">They do not fit over each other.</exception>
    public static void Check(Picture first, params IEnumerable<Picture> others)
    {
        foreach (var other in others)
        {
            var scale = (double)other.Width / first.Width;
            if (Math.Abs(other.Height - (scale * first.Height)) > Math.Max(1, scale))
                throw new ArgumentException($"Pictures of {first} and {other} cannot be laid over each other: their proportions differ. " +
                    "Cut them to the same part first.");
        }
    }
}
