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

    /// <summary>A loss between features of VGG19, and between pixels where they have a weight.</summary>
    /// <param name="features">φ_i,j.</param>
    /// <param name="scale">Factor on the features.</param>
    /// <param name="criterion">How they are compared.</param>
    /// <param name="pixelWeight">Of an L1 term.</param>
    public static Objective Of(VggLayer features, double scale, ContentCriterion criterion, double pixelWeight) =>
        new FeatureObjective(features, scale, criterion, pixelWeight);

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
}

internal sealed class FeatureObjective(VggLayer features, double scale, ContentCriterion criterion, double pixelWeight) : Objective
{
    public VggLayer Features => features;

    public double Scale => scale;

    public ContentCriterion Criterion => criterion;

    public double PixelWeight => pixelWeight;

    public override string Name => $"VGG19 {features}";
}
