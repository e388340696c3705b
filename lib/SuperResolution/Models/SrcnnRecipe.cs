namespace SuperResolution.Models;

/// <summary>SRCNN (Dong et al., arXiv 1501.00092, sections 3.3 and 4.1).</summary>
/// <remarks>
/// Differs from the paper, whose authors made 15 million steps of plain gradient descent with momentum at 1e-4: Adam with a
/// falling rate needs a thousandth of them for most of the gain. The tenfold slower last layer is the paper's.
/// </remarks>
public static class SrcnnRecipe
{
    /// <summary>
    /// The paper's, with Adam in the place of gradient descent with momentum 0.9: 33-pixel inputs, of which 9-5-5 leaves 17; batch and
    /// updates as in the authors' package; there on ImageNet.
    /// </summary>
    public static TrainingRecipe Paper { get; } = new()
    {
        Network = "SRCNN",
        Shape = SrcnnShape.Net955,
        Loss = Objective.Of(RestorationLoss.L2),
        LastLayerFactor = 0.1,
        Scale = 3,
        Steps = 15_000_000,
        Batch = 128,
        Patch = 17,
        Rate = new RateSchedule.Constant(1e-4),
        Initialisation = Initialisation.Srcnn,
    };

    /// <summary>What made the ×3 weights that ship with the kit: about an hour on one core.</summary>
    public static TrainingRecipe Shipped { get; } = Paper with
    {
        Paper = Paper,
        Steps = 20_000,
        Batch = 8,
        Patch = 36,
        Rate = new RateSchedule.HalfCosine(4e-4, 20_000, 0.01),
        Initialisation = Initialisation.PassThrough,
    };

    /// <summary>
    /// What made the ×4 weights that ship with the kit, starting from the ×3 weights. Those for ×2 had more steps; their metadata says
    /// which.
    /// </summary>
    public static TrainingRecipe Transfer { get; } =
        Shipped with { Scale = 4, Steps = 4_500, Rate = new RateSchedule.HalfCosine(3e-4, 4_500, 0.01) };

    /// <summary>Two minutes on a laptop: better than bicubic, far from done.</summary>
    public static TrainingRecipe Workshop { get; } = Shipped with { Steps = 1_500, Rate = new RateSchedule.HalfCosine(4e-4, 1_500, 0.01) };

    /// <summary>Seconds: shows that the loss falls, no more.</summary>
    public static TrainingRecipe Smoke { get; } =
        Shipped with { Steps = 60, Patch = 24, Rate = new RateSchedule.HalfCosine(4e-4, 60, 0.01) };

    /// <summary>
    /// What made the four networks of the loss functions' table, each starting from the ×2 weights that ship: equal in everything but the
    /// loss.
    /// </summary>
    /// <param name="loss">The loss; the patches of 36 pixels hold the 33-pixel windows of MS-SSIM.</param>
    public static TrainingRecipe OneLoss(RestorationLoss loss) =>
        Shipped with { Scale = 2, Steps = 6_000, Rate = new RateSchedule.HalfCosine(3e-4, 6_000, 0.01), Loss = Objective.Of(loss) };

    /// <summary>The recipe for the current budget.</summary>
    public static TrainingRecipe Current => Budgets.Pick(Smoke, Workshop, Shipped);
}
