using SuperResolution.Losses;
using SuperResolution.Training;

namespace SuperResolution.Tests.Training;

public class TrainingLogTests
{
    [Fact]
    public void Averages_losses_before_the_logarithm_and_closes_the_last_short_stretch()
    {
        var lines = new StringWriter();
        var log = new TrainingLog(every: 2, lines);
        double[] losses = [0.1, 0.001, 0.01];
        for (var i = 0; i < losses.Length; i++) log.Add(new TrainingStep(i + 1, losses.Length, new LossReport([new LossTermValue("MSE", 1, losses[i])]), 1e-3));

        Assert.Equal([2.0, 3.0], log.Steps);
        Assert.Equal(-10 * Math.Log10(0.0505), log.Psnr[0], 1e-9);
        Assert.Equal(20, log.Psnr[1], 1e-9);
        Assert.Contains("step 3 of 3: 20.00 dB", lines.ToString());
    }
}
