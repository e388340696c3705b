using SuperResolution.Models;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Training;

/// <summary>
/// Text and JSON of every preset, as they were when the kit's weights and checkpoints were made: a record that says something else is
/// another training.
/// </summary>
public class RecipeGoldenTests
{
    [Fact]
    public void Every_preset_prints_and_records_what_it_did()
    {
        var file = Path.Combine(Shared.Repository, "tests", "SuperResolution.Tests", "Training", "recipes.golden.txt");
        var presets = from architecture in Architectures.All
                      from preset in architecture.Recipes
                      select $"train {architecture.Id} --budget {preset.Budget}\n{preset.Recipe}\n{preset.Recipe.ToJson()}";
        Assert.Equal(File.ReadAllText(file).TrimEnd().Split("\n\n").Order(StringComparer.Ordinal), presets.Order(StringComparer.Ordinal));
    }
}
