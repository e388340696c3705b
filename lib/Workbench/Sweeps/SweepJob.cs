using SuperResolution.Imaging;
using SuperResolution.Models;
using SuperResolution.Training;
using SuperResolution.Workbench.Commands;

namespace SuperResolution.Workbench.Sweeps;

/// <summary>What one process computes: one training, and its measurements on all sets.</summary>
/// <param name="Model">A recipe or an interpolation.</param>
/// <param name="Scales">Where the result is measured: one, or all of a model that serves several.</param>
/// <param name="Seed">Of the training; null for a formula.</param>
internal sealed record SweepJob(string Model, IReadOnlyList<int> Scales, long? Seed)
{
    /// <summary>For files, e.g. "srcnn-x3-seed1".</summary>
    public string Name => $"{Model}-{string.Concat(Scales.Select(scale => $"x{scale}"))}{(Seed is { } seed ? $"-seed{seed}" : "")}";

    /// <summary>What a model can be: an interpolation or a network that has recipes.</summary>
    public static IReadOnlyList<string> Models => [.. Interpolation.All(2).Select(Id), .. RecipeChoice.Names];

    public static bool IsFormula(string model) => Interpolation.All(2).Select(Id).Contains(model);

    public static Interpolation Formula(string model, int scale) => Interpolation.All(scale).First(formula => Id(formula) == model);

    /// <summary>The recipe of a job that trains.</summary>
    /// <exception cref="BadInputException">There is no such preset.</exception>
    public TrainingRecipe Recipe(string budget) => RecipeChoice.Choose(Model, budget) with { Scale = Scales[^1], Seed = Seed!.Value };

    /// <summary>Builds the network once, so that a mistake is told before anything is computed.</summary>
    /// <exception cref="BadInputException">The job is not possible.</exception>
    public void Check(string budget)
    {
        if (!Models.Contains(Model)) throw new BadInputException($"--models {Model}: choose from {string.Join(", ", Models)}.");
        if (IsFormula(Model)) return;
        var recipe = Recipe(budget);
        if (recipe is GanRecipe { StartFrom: null })
            throw new BadInputException($"--models {Model} with --budget {budget} starts from weights that do not ship with the kit: a " +
                "sweep cannot find them.");
        if (recipe is GanRecipe && RecipeChoice.Choose(Model, budget).Scale is var only && only != recipe.Scale)
            throw new BadInputException($"--models {Model} starts from weights for ×{only}: leave ×{recipe.Scale} out, or sweep it " +
                "by itself.");
        try
        {
            recipe.NewNetwork().Dispose();
        }
        catch (ArgumentException error)
        {
            throw new BadInputException($"--models {Model} at ×{recipe.Scale}: {error.Message}", error);
        }
    }

    private static string Id(Interpolation formula) => formula.Name.ToLowerInvariant();
}
