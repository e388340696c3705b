using SuperResolution.Training;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace SuperResolution.Tests.Training;

public class AdamTests
{
    [Fact]
    public void Equals_TorchSharps_Adam_with_two_learning_rates()
    {
        using var scope = NewDisposeScope();
        var start = new[] { rand(5, 3), rand(4) };
        Parameter[] ours = [new(start[0].clone()), new(start[1].clone())], theirs = [new(start[0].clone()), new(start[1].clone())];
        using var adam = new Adam([("a", ours[0], 1), ("b", ours[1], 0.1)]);
        var reference = optim.Adam([new TorchSharp.Modules.Adam.ParamGroup([theirs[0]], 0.02),
            new TorchSharp.Modules.Adam.ParamGroup([theirs[1]], 0.002)], 0.02);

        AssertEqualFor50Steps(adam, ours, reference, theirs);
        Assert.True((ours[0] - start[0]).abs().max().item<float>() > 0.05);
    }

    [Fact] // BasicSR's settings for ESRGAN
    public void Equals_TorchSharps_Adam_with_betas_0_9_and_0_99()
    {
        using var scope = NewDisposeScope();
        var start = new[] { rand(5, 3), rand(4) };
        Parameter[] ours = [new(start[0].clone()), new(start[1].clone())], theirs = [new(start[0].clone()), new(start[1].clone())];
        using var adam = new Adam([("a", ours[0], 1), ("b", ours[1], 1)], beta1: 0.9, beta2: 0.99);
        var reference = optim.Adam(theirs, 0.02, beta1: 0.9, beta2: 0.99);

        AssertEqualFor50Steps(adam, ours, reference, theirs);
    }

    private static void AssertEqualFor50Steps(Adam adam, Parameter[] ours, optim.Optimizer reference, Parameter[] theirs)
    {
        for (var step = 1; step <= 50; step++)
        {
            foreach (var parameter in ours) parameter.grad = null;
            reference.zero_grad();
            Loss(ours).backward();
            Loss(theirs).backward();
            adam.Step(FlatTensors.Join(ours.Select(parameter => parameter.grad!)), step, 0.02);
            reference.step();
        }

        Assert.True((ours[0] - theirs[0]).abs().max().item<float>() < 1e-5);
        Assert.True((ours[1] - theirs[1]).abs().max().item<float>() < 1e-5);
    }

    [Theory]
    [InlineData(1, 0.999), InlineData(0.9, -0.1), InlineData(double.NaN, 0.9)]
    public void Decays_outside_of_0_to_1_are_refused(double beta1, double beta2) =>
        Assert.Contains("below 1", Assert.Throws<ArgumentOutOfRangeException>(() => new Adam([], beta1, beta2)).Message);

    private static Tensor Loss(Parameter[] parameters) =>
        (parameters[0].sin().sum() * parameters[1].square().sum()) + parameters[0].pow(4).sum();
}
