using System.Text.Json;
using SuperResolution.Models;
using static SuperResolution.Models.RateSchedule;

namespace SuperResolution.Tests.Training;

public class RateScheduleTests
{
    [Theory] // arXiv 1609.04802, section 3.2: 10^5 updates at 1e-4 and another 10^5 at 1e-5
    [InlineData(0, 1e-4), InlineData(99_999, 1e-4), InlineData(100_000, 1e-5), InlineData(199_999, 1e-5)]
    public void Srgan(long step, double rate) => Assert.Equal(rate, new MultiStep(1e-4, 0.1, [100_000]).At(step), 1e-18);

    [Theory] // arXiv 1609.04802, section 3.2: SRResNet
    [InlineData(0), InlineData(999_999)]
    public void Srresnet(long step) => Assert.Equal(1e-4, new Constant(1e-4).At(step));

    [Theory] // arXiv 1809.00219, section 4.1: 2e-4, decayed by a factor of 2 every 2·10^5
    [InlineData(0, 2e-4), InlineData(199_999, 2e-4), InlineData(200_000, 1e-4), InlineData(400_000, 5e-5), InlineData(999_999, 1.25e-5)]
    public void Esrgan_first_stage(long step, double rate) => Assert.Equal(rate, new Halving(2e-4, 200_000).At(step), 1e-18);

    [Theory] // arXiv 1809.00219, section 4.1: 1e-4, halved at 50k, 100k, 200k, 300k
    [InlineData(49_999, 1e-4), InlineData(50_000, 5e-5), InlineData(100_000, 2.5e-5), InlineData(199_999, 2.5e-5),
        InlineData(200_000, 1.25e-5), InlineData(300_000, 6.25e-6), InlineData(400_000, 6.25e-6)]
    public void Esrgan_second_stage(long step, double rate) =>
        Assert.Equal(rate, new MultiStep(1e-4, 0.5, [50_000, 100_000, 200_000, 300_000]).At(step), 1e-18);

    [Theory] // arXiv 1707.02921, section 4.2: 1e-4, halved at every 2·10^5
    [InlineData(0, 1e-4), InlineData(200_000, 5e-5), InlineData(299_999, 5e-5)]
    public void Edsr(long step, double rate) => Assert.Equal(rate, new Halving(1e-4, 200_000).At(step), 1e-18);

    [Fact] // cos 60° = 1/2
    public void A_half_cosine_has_three_quarters_left_after_a_third()
    {
        Assert.Equal(0.75, new HalfCosine(1, 300).At(100), 1e-12);
        Assert.Equal(0.1 + (0.9 * 0.75), new HalfCosine(1, 300, 0.1).At(100), 1e-12);
        Assert.Equal(0, new HalfCosine(1, 300).At(300), 1e-12);
        Assert.Equal(0.2, new HalfCosine(2, 300, 0.1).At(5_000), 1e-12);
    }

    [Fact]
    public void A_warm_up_of_4_grows_in_quarters_and_leaves_milestones_in_their_place()
    {
        var schedule = new MultiStep(0.8, 0.5, [6]).WithWarmUp(4);
        Assert.Equal([0.2, 0.4, 0.6000000000000001, 0.8, 0.8, 0.8, 0.4], Enumerable.Range(0, 7).Select(step => schedule.At(step)));
    }

    [Fact]
    public void Schedules_go_through_json_and_compare_by_their_settings()
    {
        RateSchedule[] all = [new Constant(1), new MultiStep(1, 0.5, [2, 3]), new Halving(1, 2), new HalfCosine(1, 9, 0.1),
            new Halving(1, 2).WithWarmUp(5)];
        foreach (var schedule in all)
            Assert.Equal(schedule, JsonSerializer.Deserialize<RateSchedule>(JsonSerializer.Serialize(schedule)));
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.NotEqual<RateSchedule>(new MultiStep(1, 0.5, [2, 3]), new MultiStep(1, 0.5, [2, 4]));
    }

    [Fact]
    public void Settings_without_a_meaning_are_refused()
    {
        Assert.Contains("learning rate is -1", Assert.Throws<ArgumentOutOfRangeException>(() => new Constant(-1)).Message);
        Assert.Contains("factor of a milestone is NaN",
            Assert.Throws<ArgumentOutOfRangeException>(() => new MultiStep(1, double.NaN, [1])).Message);
        Assert.Contains("must ascend", Assert.Throws<ArgumentException>(() => new MultiStep(1, 0.5, [3, 3])).Message);
        Assert.Contains("at least 1", Assert.Throws<ArgumentOutOfRangeException>(() => new Halving(1, 0)).Message);
    }
}
