using SuperResolution.Imaging;
using SuperResolution.Training;

namespace SuperResolution.Tests.Training;

public class GanHealthTests
{
    [Theory]
    [InlineData(0.96, 0.04, "discriminator saturated")]
    [InlineData(0.94, 0.04, null)]
    [InlineData(0.96, 0.06, null)]
    [InlineData(0.51, 0.50, "discriminator lost")]
    [InlineData(0.40, 0.60, "discriminator lost")]
    [InlineData(0.55, 0.50, null)]
    public void A_discriminator_at_its_bounds_is_named(double real, double fake, string? warning) =>
        Assert.Equal(warning, Watch(10, (real, fake)).Warnings.SingleOrDefault()?.Name);

    [Theory]
    [InlineData(0.000_9, "adversarial term negligible")]
    [InlineData(0.001_1, null)]
    [InlineData(0.49, null)]
    [InlineData(0.51, "adversarial term dominates")]
    public void A_term_that_counts_for_nothing_or_for_too_much_is_named(double share, string? warning)
    {
        var health = new GanHealth(window: 3);
        for (var step = 1; step <= 3; step++)
            health.OnStep(Steps.Gan(step, 3, 0.7, 0.3, pixel: 1 - share, adversarial: share * 100, weight: 0.01));
        Assert.Equal(share, health.AdversarialShare!.Value, 1e-9);
        Assert.Equal(warning, health.Warnings.SingleOrDefault()?.Name);
    }

    [Fact]
    public void Nothing_is_said_before_the_window_is_full_and_old_steps_leave_it()
    {
        var health = Watch(9, (1, 0));
        Assert.Empty(health.Warnings);
        Assert.Null(health.Real);
        health.OnStep(Steps.Gan(10, 100, 1, 0));
        Assert.Single(health.Warnings);
        for (var i = 0; i < 5; i++) health.OnStep(Steps.Gan(11, 100, 0.6, 0.2));
        Assert.Equal(0.8, health.Real!.Value, 1e-9);
        Assert.Equal(0.1, health.Fake!.Value, 1e-9);
        Assert.Empty(health.Warnings);
    }

    [Fact]
    public void Steps_without_a_discriminator_have_no_warnings()
    {
        var health = new GanHealth(window: 1);
        health.OnStep(Steps.Mse(1, 1, 1));
        Assert.Empty(health.Warnings);
    }

    [Theory]
    [InlineData(1.9, 1.2, new string[0])]
    [InlineData(-2.1, 0.9, new[] { "colour shift" })]
    [InlineData(0, 1.3, new[] { "checkerboard" })]
    public void Samples_are_judged(double blue, double checkerboard, string[] warnings)
    {
        var health = new GanHealth();
        health.OnSample(new Sample(100, new Picture(1, 1, 3, [0, 0, 0]), new ColourShift(0.1, -0.2, blue), checkerboard));
        Assert.Equal(warnings, health.Warnings.Select(warning => warning.Name));
        Assert.All(health.Warnings, warning => Assert.True(warning.Text.Length > 20 && warning.Advice.Length > 20));
    }

    private static GanHealth Watch(int steps, (double Real, double Fake) figures)
    {
        var health = new GanHealth(window: 10);
        for (var step = 1; step <= steps; step++) health.OnStep(Steps.Gan(step, 100, figures.Real, figures.Fake, pixel: 0.002));
        return health;
    }
}
