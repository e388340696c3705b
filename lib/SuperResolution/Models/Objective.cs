namespace SuperResolution.Models;

/// <summary>
/// What a training minimises, as a recipe says it: one of the kit's losses by name, or one of your own (<c>Losses.Loss</c> is an
/// objective).
/// </summary>
public abstract class Objective
{
    /// <summary>As the literature calls it, e.g. "L1".</summary>
    public abstract string Name { get; }

    /// <summary>A loss between pixels.</summary>
    public static Objective Of(RestorationLoss loss) => new PixelObjective(loss);

    /// <summary>A perceptual loss: between features of VGG19.</summary>
    /// <param name="features">φ_i,j.</param>
    /// <param name="scale">
    /// Factor on the features before they are compared. For layers up to φ3,4 it is meant for Oxford's VGG19; where another training of
    /// it, or none, has to do, the loss takes the factor that makes features differ by as much.
    /// </param>
    /// <param name="criterion">How they are compared.</param>
    public static Objective Of(VggLayer features, double scale, ContentCriterion criterion) =>
        new FeatureObjective(features, scale, criterion);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

internal sealed class PixelObjective(RestorationLoss loss) : Objective
{
    public RestorationLoss Loss => loss;

    public override string Name => loss switch
    {
        RestorationLoss.L2 => "MSE",
        RestorationLoss.L1 => "L1",
        RestorationLoss.MsSsim => "1 − MS-SSIM (full size)",
        _ => "Mix (MS-SSIM + L1)",
    };

    public override bool Equals(object? other) => other is PixelObjective { Loss: var same } && same == loss;

    public override int GetHashCode() => loss.GetHashCode();
}

internal sealed class FeatureObjective(VggLayer features, double scale, ContentCriterion criterion) : Objective
{
    public VggLayer Features => features;

    public double Scale => scale;

    public ContentCriterion Criterion => criterion;

    public override string Name => $"VGG19 {features}";

    public override bool Equals(object? other) => other is FeatureObjective same
        && (same.Features, same.Scale, same.Criterion) == (features, scale, criterion);

    public override int GetHashCode() => HashCode.Combine(features, scale, criterion);
}
