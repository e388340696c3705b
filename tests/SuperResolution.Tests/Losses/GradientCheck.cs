using static TorchSharp.torch;

namespace SuperResolution.Tests.Losses;

/// <summary>Gradients against central finite differences in float64.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-6;

    /// <summary>
    /// Fails unless the gradient of a scalar function agrees with differences at up to 60 elements spread over the point.
    /// </summary>
    /// <param name="function">Scalar of a tensor; called many times.</param>
    /// <param name="point">float64; where the function must be smooth within the step of 1e-6.</param>
    /// <param name="tolerance">Relative to the largest element of the gradient.</param>
    public static void Agrees(Func<Tensor, Tensor> function, Tensor point, double tolerance = 1e-6)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(ScalarType.Float64, point.dtype);
        var leaf = point.detach().clone().requires_grad_();
        function(leaf).backward();
        var gradient = Doubles(leaf.grad!);
        var largest = gradient.Max(Math.Abs);
        Assert.True(largest > 0, "the gradient is zero everywhere: nothing is checked");

        using var frozen = no_grad();
        var flat = point.detach().clone().flatten();
        var stride = Math.Max(1, gradient.Length / 60);
        for (var i = 0; i < gradient.Length; i += stride)
        {
            var difference = (At(i, Step) - At(i, -Step)) / (2 * Step);
            Assert.True(Math.Abs(difference - gradient[i]) <= tolerance * largest,
                $"element {i}: gradient {gradient[i]:g9}, differences {difference:g9}, largest {largest:g3}");
        }

        double At(int index, double step)
        {
            using var inner = NewDisposeScope();
            var moved = flat.clone();
            moved[index] += step;
            return function(moved.reshape(point.shape)).item<double>();
        }
    }

    /// <summary>The elements in order.</summary>
    public static double[] Doubles(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
    }

    /// <summary>Uniform numbers in [0, 1), float64, the same for the same seed.</summary>
    public static Tensor Noise(ulong seed, params long[] shape) => rand(shape, dtype: ScalarType.Float64, generator: new Generator(seed));
}
