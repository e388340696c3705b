using SuperResolution.Training;

namespace SuperResolution.Tests.Training;

public class CounterRandomTests
{
    [Fact] // a uniform variable has the mean 1/2 and the variance 1/12; three standard errors of 10,000 draws
    public void Unit_is_uniform_within_a_stream_and_over_streams()
    {
        var random = new CounterRandom(3, 4);
        var within = new double[10_000];
        for (var i = 0; i < within.Length; i++) within[i] = random.Unit();
        var over = Enumerable.Range(0, 10_000).Select(step => new CounterRandom(3, step).Unit()).ToArray();
        Assert.All(new[] { within, over }, draws =>
        {
            Assert.All(draws, draw => Assert.True(draw is >= 0 and < 1));
            Assert.Equal(0.5, draws.Average(), 3 * Math.Sqrt(1 / 12.0 / 10_000));
            Assert.Equal(1 / 12.0, draws.Average(draw => Math.Pow(draw - 0.5, 2)), 3 * Math.Sqrt(1 / 180.0 / 10_000));
            // no correlation of neighbours
            Assert.Equal(0, draws.Zip(draws.Skip(1), (a, b) => 12 * (a - 0.5) * (b - 0.5)).Average(), 0.03);
        });
    }

    [Fact]
    public void Seed_and_step_each_make_another_stream()
    {
        CounterRandom[] streams = [new(1, 2), new(2, 1), new(1, 1), new(2, 2), new(0, 2), new(2, 0)];
        Assert.Equal(streams.Length, streams.Select(stream => stream.Below(long.MaxValue)).Distinct().Count());
    }
}
