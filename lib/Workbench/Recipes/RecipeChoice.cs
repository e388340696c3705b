using SuperResolution.Training;

namespace SuperResolution.Workbench.Commands;

/// <summary>From the command line to a recipe: every preset that there is, by name.</summary>
internal static class RecipeChoice
{
    public static readonly string[] Names = ["srcnn", "vdsr", "srresnet", "msrresnet", "rrdb", "srgan", "esrgan"];
    public static readonly string[] Budgets = ["smoke", "workshop", "shipped", "shipped-phi22", "paper", "transfer", "continued", "continued-again", "loss-l2", "loss-l1", "loss-ms-ssim", "loss-mix"];

    /// <exception cref="BadInputException">There is no such preset.</exception>
    public static TrainingRecipe Choose(string name, string budget) => Find(name, budget)
        ?? throw new BadInputException($"There is no {name} for the budget {budget}. Choose one of {string.Join(", ", Budgets.Where(other => Find(name, other) is not null))}.");

    private static TrainingRecipe? Find(string name, string budget) => (name, budget) switch
    {
        ("srcnn", "smoke") => SrcnnRecipe.Smoke,
        ("srcnn", "workshop") => SrcnnRecipe.Workshop,
        ("srcnn", "shipped") => SrcnnRecipe.Shipped,
        ("srcnn", "transfer") => SrcnnRecipe.Transfer,
        ("srcnn", "paper") => SrcnnRecipe.Paper,
        ("srcnn", "loss-l2") => SrcnnRecipe.OneLoss(RestorationLoss.L2),
        ("srcnn", "loss-l1") => SrcnnRecipe.OneLoss(RestorationLoss.L1),
        ("srcnn", "loss-ms-ssim") => SrcnnRecipe.OneLoss(RestorationLoss.MsSsim),
        ("srcnn", "loss-mix") => SrcnnRecipe.OneLoss(RestorationLoss.Mix),
        ("vdsr", "smoke") => VdsrRecipe.Smoke,
        ("vdsr", "workshop") => VdsrRecipe.Workshop,
        ("vdsr", "shipped") => VdsrRecipe.Shipped,
        ("vdsr", "paper") => VdsrRecipe.Paper,
        ("srresnet", "smoke") => SrResNetRecipe.Smoke,
        ("srresnet", "workshop") => SrResNetRecipe.Workshop,
        ("srresnet", "shipped") => SrResNetRecipe.Shipped,
        ("srresnet", "continued") => SrResNetRecipe.Continued,
        ("srresnet", "paper") => SrResNetRecipe.Paper,
        ("msrresnet", "smoke") => MsrResNetRecipe.Smoke,
        ("msrresnet", "workshop") => MsrResNetRecipe.Workshop,
        ("msrresnet", "shipped") => MsrResNetRecipe.Shipped,
        ("msrresnet", "paper") => MsrResNetRecipe.Paper,
        ("rrdb", "smoke") => RrdbRecipe.Smoke,
        ("rrdb", "workshop") => RrdbRecipe.Workshop,
        ("rrdb", "shipped") => RrdbRecipe.Shipped,
        ("rrdb", "continued") => RrdbRecipe.Continued,
        ("rrdb", "continued-again") => RrdbRecipe.ContinuedAgain,
        ("rrdb", "paper") => RrdbRecipe.Paper,
        ("srgan", "smoke") => SrganRecipe.Smoke,
        ("srgan", "workshop") => SrganRecipe.Workshop,
        ("srgan", "shipped") => SrganRecipe.Shipped,
        ("srgan", "shipped-phi22") => SrganRecipe.ShippedPhi22,
        ("srgan", "paper") => SrganRecipe.Paper,
        ("esrgan", "smoke") => EsrganRecipe.Smoke,
        ("esrgan", "workshop") => EsrganRecipe.Workshop,
        ("esrgan", "shipped") => EsrganRecipe.Shipped,
        ("esrgan", "paper") => EsrganRecipe.Paper,
        _ => null,
    };
}
