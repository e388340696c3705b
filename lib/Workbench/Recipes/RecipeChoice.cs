using SuperResolution.Models;

namespace SuperResolution.Workbench.Commands;

/// <summary>From the command line to a recipe: every preset of every network, by name.</summary>
internal static class RecipeChoice
{
    private static readonly (string Budget, string Meaning)[] usual =
        [("smoke", "seconds"), ("workshop", "minutes"), ("shipped", "what made the kit's weights"), ("paper", "weeks; meant for a GPU")];

    public static string[] Names => [.. Trainable.Select(architecture => architecture.Id)];

    public static string[] Budgets =>
        [.. usual.Select(budget => budget.Budget)
            .Concat(Trainable.SelectMany(architecture => architecture.Recipes).Select(preset => preset.Budget)).Distinct()];

    /// <summary>For <c>--help</c>.</summary>
    public static string Description => string.Join(", ", usual.Select(budget => $"{budget.Budget} ({budget.Meaning})").Concat(
        from architecture in Trainable
        from preset in architecture.Recipes
        where !usual.Any(budget => budget.Budget == preset.Budget)
        group (architecture, preset) by preset.Budget into alike
        let needs = alike.First().preset.GoesOnFrom is null ? "" : "; needs --from"
        select $"{alike.Key} ({string.Join(", ", alike.Select(one => one.architecture.Id))}{needs})"));

    private static IEnumerable<Architecture> Trainable => Architectures.All.Where(architecture => architecture.Recipes.Count > 0);

    /// <exception cref="BadInputException">There is no such preset.</exception>
    public static TrainingRecipe Choose(string name, string budget) => Find(name, budget).Preset.Recipe;

    /// <summary>The same for a training that starts from weights, or from none.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="budget">One of <see cref="Budgets"/>.</param>
    /// <param name="from">The weights; null: none are named.</param>
    /// <exception cref="BadInputException">There is no such preset, or it needs weights.</exception>
    public static TrainingRecipe Choose(string name, string budget, string? from)
    {
        var (architecture, preset) = Find(name, budget);
        if (from is not null) return preset.Recipe;
        if (preset.GoesOnFrom is { } weights)
            throw new BadInputException($"--budget {budget} goes on from {weights}: name them with --from.");
        if (preset.Recipe is GanRecipe { StartFrom: null })
        {
            throw new BadInputException($"{architecture} starts from PSNR-oriented weights, and none of this size ship with the kit: "
                + $"train {architecture.Generator?.Id} with this budget first and name its weights with --from.");
        }
        return preset.Recipe;
    }

    /// <summary>Whether one training serves all scales: then it is done once.</summary>
    public static bool IsForAllScales(string name) =>
        Trainable.Any(architecture => architecture.Id == name && architecture.Scales.Count > 0);

    private static (Architecture Architecture, Preset Preset) Find(string name, string budget)
    {
        var architecture = Trainable.First(one => one.Id == name);
        return architecture.Recipes.FirstOrDefault(preset => preset.Budget == budget) is { } found
            ? (architecture, found)
            : throw new BadInputException(
                $"There is no {name} for the budget {budget}. Choose one of " +
                $"{string.Join(", ", architecture.Recipes.Select(preset => preset.Budget))}.");
    }
}
