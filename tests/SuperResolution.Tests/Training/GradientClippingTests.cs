using SuperResolution.Training;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace SuperResolution.Tests.Training;

public class GradientClippingTests
{
    [Fact] // |(3, 4, 12)| = 13
    public void The_norm_over_all_parameters_is_returned_and_scaled_to_the_limit()
    {
        using var scope = NewDisposeScope();
        var parameters = With([3, 4], [12]);
        Assert.Equal(13, GradientClipping.ByNorm(parameters, 1.3), 1e-6);
        Assert.Equal([0.3f, 0.4f], Gradient(parameters[0]), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([1.2f], Gradient(parameters[1]), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Equals_LibTorchs_clipping()
    {
        using var scope = NewDisposeScope();
        var random = Enumerable.Range(0, 5).Select(i => randn(7 + i, 3).mul_(10)).ToArray();
        Parameter[] ours = [.. random.Select(With)], theirs = [.. random.Select(With)];
        var norm = GradientClipping.ByNorm(ours, 2.5);
        Assert.Equal(nn.utils.clip_grad_norm_(theirs, 2.5), norm, 1e-4);
        foreach (var (our, their) in ours.Zip(theirs))
            Assert.True((our.grad! - their.grad!).abs().max().item<float>() < 1e-5);
    }

    [Fact]
    public void Gradients_within_the_limit_and_parameters_without_one_stay()
    {
        using var scope = NewDisposeScope();
        Parameter[] parameters = [.. With([3, 4]), new Parameter(ones(2))];
        Assert.Equal(5, GradientClipping.ByNorm(parameters, 5.1), 1e-6);
        Assert.Equal([3f, 4f], Gradient(parameters[0]));
        Assert.Null(parameters[1].grad);
        Assert.Equal(0, GradientClipping.ByNorm([], 1));
    }

    [Fact]
    public void A_norm_that_is_not_finite_is_reported_and_changes_nothing()
    {
        using var scope = NewDisposeScope();
        var parameters = With([3, float.PositiveInfinity]);
        Assert.Equal(double.PositiveInfinity, GradientClipping.ByNorm(parameters, 1));
        Assert.Equal([3f, float.PositiveInfinity], Gradient(parameters[0]));
    }

    [Theory] // arXiv 1511.04587, section 3.2: [−θ/γ, θ/γ]
    [InlineData(0.1, new[] { -0.1f, 0.05f, 0.1f })]
    [InlineData(0.01, new[] { -1f, 0.05f, 0.7f })]
    public void Vdsr_clips_more_loosely_as_the_rate_falls(double rate, float[] expected)
    {
        using var scope = NewDisposeScope();
        var parameters = With([-3, 0.05f, 0.7f]);
        GradientClipping.Adjustable(parameters, theta: 0.01, rate);
        Assert.Equal(expected, Gradient(parameters[0]));
    }

    [Fact]
    public void Limits_must_be_above_0()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.ByNorm([], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.ByValue([], double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.Adjustable([], 1, -1));
    }

    private static Parameter[] With(params float[][] gradients) => [.. gradients.Select(gradient => With(tensor(gradient)))];

    private static Parameter With(Tensor gradient)
    {
        var parameter = new Parameter(zeros_like(gradient));
        (parameter * gradient).sum().backward();
        return parameter;
    }

    private static float[] Gradient(Parameter parameter) => parameter.grad!.data<float>().ToArray();
}
