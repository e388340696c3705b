using System.Text.Json.Nodes;
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
                      select (Text: $"train {architecture.Id} --budget {preset.Budget}\n{preset.Recipe}", preset.Recipe);
        var golden = File.ReadAllText(file).TrimEnd().Split("\n\n").Select(entry => entry.Split("\n{"))
            .ToDictionary(entry => entry[0], entry => "{" + entry[1]);
        Assert.Equal(golden.Keys.Order(StringComparer.Ordinal), presets.Select(preset => preset.Text).Order(StringComparer.Ordinal));
        Assert.All(presets, preset => // in whatever order: a checkpoint of before goes on
        {
            var (then, now) = (JsonNode.Parse(golden[preset.Text]), JsonNode.Parse(preset.Recipe.ToJson()));
            Assert.True(JsonNode.DeepEquals(then, now), $"{then}\n{now}");
            Assert.True(preset.Recipe.IsRecordedAs(golden[preset.Text]));
            Assert.False((preset.Recipe with { Seed = 2 }).IsRecordedAs(golden[preset.Text]));
        });
        Assert.All(["", "{", "[]", null], text => Assert.False(presets.First().Recipe.IsRecordedAs(text)));
    }
}
