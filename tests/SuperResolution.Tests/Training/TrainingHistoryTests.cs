using SuperResolution.Training;

namespace SuperResolution.Tests.Training;

public class TrainingHistoryTests
{
    [Fact]
    public void Averages_losses_before_the_logarithm_and_closes_the_last_short_stretch()
    {
        var history = new TrainingHistory(every: 2);
        double[] losses = [0.1, 0.001, 0.01];
        for (var i = 0; i < losses.Length; i++) history.OnStep(Steps.Mse(i + 1, losses.Length, losses[i]));

        Assert.Equal([2, 3], history.Points.Select(point => point.Step));
        Assert.Equal([2, 1], history.Points.Select(point => point.Averaged));
        Assert.Equal(-10 * Math.Log10(0.0505), history.Points[0].Psnr!.Value, 1e-9);
        Assert.Equal(20, history.Points[1].Psnr!.Value, 1e-9);
    }

    [Fact]
    public void Keeps_means_of_every_term_their_shares_and_the_discriminators_figures()
    {
        var history = new TrainingHistory(every: 2, waited: () => 0.25);
        history.OnStep(Steps.Gan(1, 10, real: 0.6, fake: 0.4, pixel: 0.02, adversarial: 1, weight: 0.01));
        history.OnStep(Steps.Gan(2, 10, real: 0.8, fake: 0.1, pixel: 0.04, adversarial: 3, weight: 0.01));

        var point = Assert.Single(history.Points);
        Assert.Equal(0.03, point.Loss[0].Value, 1e-12);
        Assert.Equal(2, point.Loss[1].Value, 1e-12);
        Assert.Equal(0.05, point.Loss.Total, 1e-12);
        Assert.Equal(0.4, point.Loss.Share(1), 1e-12); // 0.01 · 2 / (0.03 + 0.01 · 2)
        Assert.Equal((0.7, 0.25, 1.3), (point.Gan!.Real, point.Gan.Fake, point.Gan.DiscriminatorLoss));
        Assert.Equal((1e-4, 0.25), (point.LearningRate, point.Waited));
        Assert.Null(point.Psnr); // no mean squared error alone
    }

    [Fact]
    public void The_time_left_is_the_pace_so_far_times_the_steps_left()
    {
        var clock = new StandingClock();
        var history = new TrainingHistory(every: 100, clock: clock);
        history.OnStep(Steps.Mse(501, 1000, 1)); // continued: the first 500 steps took no time here
        Assert.Null(history.TimeLeft);
        clock.Seconds = 20;
        history.OnStep(Steps.Mse(511, 1000, 1));
        Assert.Equal(2 * 489, history.TimeLeft!.Value.TotalSeconds, 1e-6);
    }

    [Fact]
    public void A_stretch_of_no_steps_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingHistory(every: 0));

    private sealed class StandingClock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
