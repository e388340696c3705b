using SuperResolution.Datasets;
using SuperResolution.Figures;
using SuperResolution.Models;
using SuperResolution.Tests.Support;
using SuperResolution.Tests.Training;
using SuperResolution.Training;

namespace SuperResolution.Tests.Figures;

public sealed class TrainingViewTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_training_shows_its_state_its_charts_and_its_samples()
    {
        using var training = TrainerTests.Train(SrcnnRecipe.Smoke with { Scale = 2, Steps = 6, Batch = 2, Patch = 9 }, out _);
        var set = new ImageSet("one", [ImageItem.FromGenerator("leaves", () => SyntheticImages.DeadLeaves(1, 64, 64))],
            DataSource.Synthetic, "These are drawn.");
        var lines = new StringWriter();
        var view = TrainingView.Of(training, every: 3, new Validation(training, set, every: 3),
            new SampleCrops(training, SyntheticImages.Facade(3, 64, 64), every: 3, side: 32), lines);
        Assert.StartsWith("The training has not reached its first point yet.", view.ToString());
        training.Run(view.OnStep);

        var text = view.ToString();
        Assert.StartsWith("step 6 of 6: ", text);
        Assert.Contains("\nstep 6: one Y601 ×2: ", text);
        Assert.Contains("dB against bicubic", text);
        Assert.Contains("[chart: Loss (MSE), means over 3 steps]\n[chart: one (substitute or part), Y601 ×2]\n[chart: Defects of the " +
            "sample]\n[chart: Learning rate]", text);
        Assert.Contains("HR (32×32 RGB) | bicubic (32×32 RGB) | step 3 (32×32 RGB) | step 6 (32×32 RGB)", text);
        Assert.EndsWith("These are drawn.", text);

        var html = view.ToHtml();
        Assert.Equal(4, html.Split("role=\"img\"").Length - 1);
        Assert.Contains("\"Bicubic\"", html);
        Assert.Contains("These are drawn.", html);
        // a sample this small may cause warnings
        string[] written = [.. lines.ToString().Split('\n').Where(line => !line.StartsWith("  !", StringComparison.Ordinal))];
        Assert.Equal(["step 3 ", "  one Y", "step 6 ", "  one Y", ""], written.Select(line => line[..Math.Min(7, line.Length)]));
    }

    [Fact]
    public void A_game_shows_shares_discriminator_and_warnings()
    {
        var (history, health) = (new TrainingHistory(2), new GanHealth(window: 2));
        var view = new TrainingView(history, health: health);
        for (var step = 1; step <= 4; step++) view.OnStep(Steps.Gan(step, 8, 0.99, 0.001));

        Assert.Equal(["Loss, means over 2 steps", "Share of each term in the loss", "Discriminator", "Learning rate"],
            TrainingCharts.Of(history).Select(chart => chart.Title));
        Assert.Contains("<b>discriminator saturated</b>", view.ToHtml());
        Assert.Contains("! discriminator saturated: D(real) 0.990", view.ToString());
    }

    [Fact]
    public void A_page_follows_the_training_and_stops_reloading_at_its_end()
    {
        var view = new TrainingView(new TrainingHistory(2));
        var page = new LivePage(view, folder["run/watch.html"], "SRGAN <x4>");
        Assert.Contains("not reached its first point", File.ReadAllText(page.Path));
        view.OnStep(Steps.Mse(1, 4, 0.1));
        view.OnStep(Steps.Mse(2, 4, 0.1));
        var running = File.ReadAllText(page.Path);
        Assert.Contains("step 2 of 4: 10.00 dB on training patches", running);
        Assert.Contains("<meta http-equiv=\"refresh\" content=\"10\"/>", running);
        Assert.Contains("SRGAN &lt;x4&gt;", running);
        view.OnStep(Steps.Mse(3, 4, 0.1));
        view.OnStep(Steps.Mse(4, 4, 0.1));
        Assert.DoesNotContain("http-equiv=\"refresh\"", File.ReadAllText(page.Path));
        Assert.Contains("Plotly", File.ReadAllText(folder["run/plotly.js"]));
    }
}
