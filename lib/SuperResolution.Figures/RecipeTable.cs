using SuperResolution.Models;

namespace SuperResolution.Figures;

/// <summary>A recipe's settings beside the paper's.</summary>
public static class RecipeTable
{
    /// <summary>One row for each setting; those that differ from the paper are marked.</summary>
    /// <param name="recipe">Any recipe.</param>
    public static Table Of(TrainingRecipe recipe) => new(
        $"{recipe.Network} ×{recipe.Scale}: the recipe and the paper's", ["setting", "here", "paper", ""],
        [.. recipe.Rows().Select(row => new[] { row.Setting, row.Value, row.Paper, row.Value == row.Paper ? "" : "≠" })]);
}
