using SuperResolution.Tests.Support;
using SuperResolution.Training;

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
        var (expected, actual) = (File.Exists(file) ? File.ReadAllText(file).Split("\n\n") : [], Presets().Select(Text).ToArray());
        if (Environment.GetEnvironmentVariable("WRITE_GOLDEN") is not null) File.WriteAllText(file, string.Join("\n\n", actual));
        Assert.Equal(expected, actual);
    }

    private static string Text((string Name, string Budget, TrainingRecipe Recipe) preset) =>
        $"train {preset.Name} --budget {preset.Budget}\n{preset.Recipe}\n{preset.Recipe.ToJson()}";

    private static IEnumerable<(string Name, string Budget, TrainingRecipe Recipe)> Presets() =>
    [
        ("srcnn", "smoke", SrcnnRecipe.Smoke), ("srcnn", "workshop", SrcnnRecipe.Workshop), ("srcnn", "shipped", SrcnnRecipe.Shipped),
        ("srcnn", "transfer", SrcnnRecipe.Transfer), ("srcnn", "paper", SrcnnRecipe.Paper),
        ("srcnn", "loss-l2", SrcnnRecipe.OneLoss(RestorationLoss.L2)), ("srcnn", "loss-l1", SrcnnRecipe.OneLoss(RestorationLoss.L1)),
        ("srcnn", "loss-ms-ssim", SrcnnRecipe.OneLoss(RestorationLoss.MsSsim)),
        ("srcnn", "loss-mix", SrcnnRecipe.OneLoss(RestorationLoss.Mix)),
        ("vdsr", "smoke", VdsrRecipe.Smoke), ("vdsr", "workshop", VdsrRecipe.Workshop), ("vdsr", "shipped", VdsrRecipe.Shipped),
        ("vdsr", "paper", VdsrRecipe.Paper),
        ("srresnet", "smoke", SrResNetRecipe.Smoke), ("srresnet", "workshop", SrResNetRecipe.Workshop),
        ("srresnet", "shipped", SrResNetRecipe.Shipped), ("srresnet", "continued", SrResNetRecipe.Continued),
        ("srresnet", "paper", SrResNetRecipe.Paper),
        ("msrresnet", "smoke", MsrResNetRecipe.Smoke), ("msrresnet", "workshop", MsrResNetRecipe.Workshop),
        ("msrresnet", "shipped", MsrResNetRecipe.Shipped), ("msrresnet", "paper", MsrResNetRecipe.Paper),
        ("rrdb", "smoke", RrdbRecipe.Smoke), ("rrdb", "workshop", RrdbRecipe.Workshop), ("rrdb", "shipped", RrdbRecipe.Shipped),
        ("rrdb", "continued", RrdbRecipe.Continued), ("rrdb", "continued-again", RrdbRecipe.ContinuedAgain),
        ("rrdb", "paper", RrdbRecipe.Paper),
        ("srgan", "smoke", SrganRecipe.Smoke), ("srgan", "workshop", SrganRecipe.Workshop), ("srgan", "shipped", SrganRecipe.Shipped),
        ("srgan", "shipped-phi22", SrganRecipe.ShippedPhi22), ("srgan", "paper", SrganRecipe.Paper),
        ("esrgan", "smoke", EsrganRecipe.Smoke), ("esrgan", "workshop", EsrganRecipe.Workshop),
        ("esrgan", "shipped", EsrganRecipe.Shipped), ("esrgan", "paper", EsrganRecipe.Paper),
    ];
}
