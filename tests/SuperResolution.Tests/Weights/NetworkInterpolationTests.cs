using SuperResolution.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Tests.Weights;

public class NetworkInterpolationTests
{
    [Theory, InlineData(0), InlineData(1)]
    public void At_0_and_1_all_values_are_those_of_the_one_or_the_other_bit_for_bit(double alpha)
    {
        using var scope = NewDisposeScope();
        var special = tensor([-0f, float.PositiveInfinity, 1e-40f, 0.1f]); // 0·A + 1·B would lose the sign and make NaN of infinity
        var a = new Dictionary<string, Tensor> { ["w"] = special, ["v"] = rand(50) };
        var b = new Dictionary<string, Tensor> { ["w"] = special.flip(0), ["v"] = rand(50) };
        var result = NetworkInterpolation.Tensors(a, b, alpha);
        Assert.All(result, pair => Assert.Equal((alpha == 0 ? a : b)[pair.Key].bytes.ToArray(), pair.Value.bytes.ToArray()));
        Assert.All(result, pair => Assert.NotEqual(a[pair.Key].Handle, pair.Value.Handle));
    }

    [Theory, InlineData(0.2), InlineData(0.5), InlineData(0.8)]
    public void The_result_of_a_linear_layer_interpolates_linearly_and_that_of_a_network_with_a_ReLU_does_not(double alpha)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        random.manual_seed(1);
        var x = randn(16, 6);
        Assert.InRange(Deviation(() => Linear(6, 4), x, alpha), 0, 1e-6);
        Assert.InRange(Deviation(() => Sequential(("a", Linear(6, 8)), ("relu", ReLU()), ("b", Linear(8, 4))), x, alpha), 1e-2, 10);
    }

    [Fact]
    public void Statistics_of_batch_normalisation_are_interpolated_and_their_counter_is_the_first_ones()
    {
        using var scope = NewDisposeScope();
        var (a, b, between) = (BatchNorm2d(2), BatchNorm2d(2), BatchNorm2d(2));
        a.call(randn(4, 2, 3, 3));
        b.call(randn(4, 2, 3, 3) + 5);
        b.call(randn(4, 2, 3, 3) + 5);
        NetworkInterpolation.Apply(between, a.state_dict(), b.state_dict(), 0.25);

        Assert.Equal(1, between.state_dict()["num_batches_tracked"].item<long>());
        var expected = (0.75 * a.running_mean!) + (0.25 * b.running_mean!);
        Assert.InRange((between.running_mean! - expected).abs().max().item<float>(), 0, 1e-6);
        Assert.True((between.running_mean! - a.running_mean!).abs().min().item<float>() > 0.05);
    }

    [Fact]
    public void What_differs_is_named()
    {
        using var scope = NewDisposeScope();
        var a = new Dictionary<string, Tensor> { ["w"] = zeros(2, 3), ["only.a"] = zeros(1), ["n"] = zeros(1, int64) };
        var b = new Dictionary<string, Tensor> { ["w"] = zeros(3, 2), ["only.b"] = zeros(1), ["n"] = zeros(1) };
        var message = Assert.Throws<WeightsFormatException>(() => NetworkInterpolation.Tensors(a, b, 0.5)).Message;
        Assert.All((string[])["'only.a' is missing", "'only.b' is unexpected", "'w' has the shape (3, 2) instead of (2, 3)",
            "'n' is Float32 instead of Int64"], part => Assert.Contains(part, message));
    }

    [Theory, InlineData(-0.01), InlineData(1.01), InlineData(double.NaN)]
    public void Extrapolation_is_refused(double alpha) =>
        Assert.Contains("Extrapolation is not supported",
            Assert.Throws<ArgumentOutOfRangeException>(
                () => NetworkInterpolation.Tensors(new Dictionary<string, Tensor>(), new Dictionary<string, Tensor>(), alpha)).Message);

    [Fact]
    public void A_network_of_another_kind_stays_as_it_is()
    {
        using var scope = NewDisposeScope();
        using var network = Linear(2, 2);
        var before = network.weight!.bytes.ToArray();
        using var other = Linear(2, 3);
        Assert.Contains("the interpolated network",
            Assert.Throws<WeightsFormatException>(
                () => NetworkInterpolation.Apply(network, other.state_dict(), other.state_dict(), 0.5)).Message);
        Assert.Equal(before, network.weight!.bytes.ToArray());
    }

    [Fact]
    public void The_tensors_outlive_the_call_and_the_caller_frees_them()
    {
        Dictionary<string, Tensor> result;
        using (var scope = NewDisposeScope())
        {
            var a = new Dictionary<string, Tensor> { ["w"] = zeros(2, dtype: float16) };
            var b = new Dictionary<string, Tensor> { ["w"] = ones(2) };
            result = NetworkInterpolation.Tensors(a, b, 0.5);
            Assert.Equal(0.5f, result["w"].to(float32)[1].item<float>());
            Assert.Equal(ScalarType.Float16, result["w"].dtype);
        }
        Assert.True(result["w"].IsInvalid); // it belonged to the caller's scope
    }

    /// <summary>How far the interpolated network's result is from the interpolated results.</summary>
    private static float Deviation<T>(Func<T> make, Tensor x, double alpha) where T : Module<Tensor, Tensor>
    {
        using var a = make();
        using var b = make();
        using var between = make();
        NetworkInterpolation.Apply(between, a.state_dict(), b.state_dict(), alpha);
        return (between.call(x) - (((1 - alpha) * a.call(x)) + (alpha * b.call(x)))).abs().max().item<float>();
    }
}
