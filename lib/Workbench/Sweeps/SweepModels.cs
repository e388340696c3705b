using SuperResolution.Imaging;
using SuperResolution.Training;
using SuperResolution.Workbench.Commands;

namespace SuperResolution.Workbench.Sweeps;

/// <summary>What the models of a sweep are.</summary>
internal static class SweepModels
{
    private static readonly string[] formulas = ["nearest", "bilinear", "bicubic"];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. formulas, .. RecipeChoice.Names];

    public static bool IsFormula(string model) => formulas.Contains(model);

    /// <summary>Whether one training serves all scales: then it is done once.</summary>
    public static bool IsForAllScales(string model) => model == "vdsr";

    public static Interpolation Formula(string model, int scale) => model switch
    {
        "nearest" => Interpolation.Nearest(scale),
        "bilinear" => Interpolation.Bilinear(scale),
        _ => Interpolation.Bicubic(scale),
    };

    /// <summary>The recipe of a job that trains.</summary>
    /// <exception cref="BadInputException">There is no such preset.</exception>
    public static TrainingRecipe Recipe(SweepJob job, string budget) => RecipeChoice.Choose(job.Model, budget) with { Scale = job.Scales[^1], Seed = job.Seed!.Value };

    /// <summary>Builds the network of a job once, so that a mistake is told before anything is computed.</summary>
    /// <exception cref="BadInputException">The job is not possible.</exception>
    public static void Check(SweepJob job, string budget)
    {
        if (!Names.Contains(job.Model)) throw new BadInputException($"--models {job.Model}: choose from {string.Join(", ", Names)}.");
        if (IsFormula(job.Model)) return;
        var recipe = Recipe(job, budget);
        if (recipe is GanRecipe { StartFrom: null }) throw new BadInputException($"--models {job.Model} with --budget {budget} starts from weights that do not ship with the kit: a sweep cannot find them.");
        if (recipe is GanRecipe && RecipeChoice.Choose(job.Model, budget).Scale is var only && only != recipe.Scale) throw new BadInputException($"--models {job.Model} starts from weights for ×{only}: leave ×{recipe.Scale} out, or sweep it by itself.");
        try
        {
            recipe.NewNetwork().Dispose();
        }
        catch (ArgumentException error)
        {
            throw new BadInputException($"--models {job.Model} at ×{recipe.Scale}: {error.Message}", error);
        }
    }
}
