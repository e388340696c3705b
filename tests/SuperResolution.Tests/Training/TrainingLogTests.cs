using SuperResolution.Training;

namespace SuperResolution.Tests.Training;

public class TrainingLogTests
{
    [Fact]
    public void A_line_says_loss_shares_discriminator_and_rate()
    {
        var lines = new StringWriter();
        var history = new TrainingHistory(every: 1);
        _ = new TrainingLog(history, lines);
        history.OnStep(Steps.Gan(500, 500, real: 0.75, fake: 0.2, pixel: 0.03, adversarial: 2, weight: 0.01));
        history.OnStep(Steps.Mse(1, 2, 0.01));

        var written = lines.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("step 500 of 500: loss 5.000e-2 (L1, pixels 60.0 %, adversarial 40.0 %), D(real) 0.75, D(fake) 0.20, rate 1.00e-4",
            written[0].TrimEnd('\r'));
        Assert.Equal("step 1 of 2: 20.00 dB on training patches, rate 1.00e-3", written[1].TrimEnd('\r'));
    }

    [Fact]
    public void A_warning_is_written_once_as_long_as_it_lasts()
    {
        var lines = new StringWriter();
        var (history, health) = (new TrainingHistory(every: 1), new GanHealth(window: 1));
        _ = new TrainingLog(history, lines, health: health);
        double[] real = [0.99, 0.99, 0.7, 0.99];
        for (var i = 0; i < real.Length; i++)
        {
            health.OnStep(Steps.Gan(i + 1, 4, real[i], fake: 0.01));
            history.OnStep(Steps.Gan(i + 1, 4, real[i], fake: 0.01));
        }
        Assert.Equal(2, lines.ToString().Split("  ! discriminator saturated: D(real) 0.990, D(fake) 0.010").Length - 1);
    }

    [Theory]
    [InlineData(40, "40 s"), InlineData(720, "12 min"), InlineData((3 * 3600) + 300, "3 h 05 min"),
        InlineData((51 * 3600) + 1, "2 days 3 h")]
    public void Time_is_written_as_one_reads_it(double seconds, string words) =>
        Assert.Equal(words, TrainingLog.InWords(TimeSpan.FromSeconds(seconds)));
}
