namespace SuperResolution.Models;

/// <summary>A recipe under the name of a budget, for the command line.</summary>
/// <param name="Budget">
/// "smoke" (seconds), "workshop" (minutes), "shipped" (what made the kit's weights), "paper", or a name of its own.
/// </param>
/// <param name="Recipe">The recipe.</param>
/// <param name="GoesOnFrom">The weights that it needs to start from, in words; null: it starts by itself.</param>
public sealed record Preset(string Budget, TrainingRecipe Recipe, string? GoesOnFrom = null);
