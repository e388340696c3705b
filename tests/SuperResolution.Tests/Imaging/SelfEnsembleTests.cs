using SuperResolution.Imaging;
using SuperResolution.Metrics;
using SuperResolution.Tests.Support;
using SuperResolution.Weights;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Imaging;

public class SelfEnsembleTests
{
    // The dihedral group of the square by transposing and mirroring alone: another way to the same eight images.
    private static readonly (bool Transposed, bool Down, bool Across)[] symmetries =
        [.. from t in (bool[])[false, true] from d in (bool[])[false, true] from a in (bool[])[false, true] select (t, d, a)];

    [Theory, InlineData(1, 1), InlineData(13, 13), InlineData(11, 17), InlineData(24, 5)]
    public void Is_the_mean_over_the_eight_symmetries_of_the_square(int height, int width)
    {
        using var scope = NewDisposeScope();
        using var stack = new RandomStack(3, 2, 3);
        var lr = rand([2, 3, height, width], generator: new Generator(1));
        var mean = symmetries.Select(s => Undo(stack.Upscale(Do(lr, s)), s)).Aggregate((a, b) => a + b) / 8;

        Assert.InRange(Largest(new SelfEnsemble(stack).Upscale(lr) - mean), 0, 1e-5);
    }

    [Fact]
    public void The_inner_upscaler_sees_eight_different_images()
    {
        using var scope = NewDisposeScope();
        var seen = new List<string>();
        new SelfEnsemble(new Spy(lr => seen.Add(string.Join(",", lr.shape) + ":" + Convert.ToHexString(lr.contiguous().bytes))))
            .Upscale(rand(1, 1, 4, 4));
        Assert.Equal(8, seen.Count);
        Assert.Equal(8, seen.Distinct().Count());
    }

    [Theory] // interpolation treats all directions alike, nearest too: the ensemble adds nothing but rounding
    [InlineData(ResizeKernel.Nearest, 2), InlineData(ResizeKernel.Bilinear, 3), InlineData(ResizeKernel.Bicubic, 2),
        InlineData(ResizeKernel.Bicubic, 4)]
    public void Interpolation_stays_as_it_is(ResizeKernel kernel, int scale)
    {
        using var scope = NewDisposeScope();
        var plain = new Interpolation(kernel, scale);
        var lr = rand([1, 3, 14, 9], generator: new Generator(1));
        Assert.InRange(Largest(plain.Upscale(lr) - new SelfEnsemble(plain).Upscale(lr)), 0, 5e-7);
    }

    [Fact]
    public void Turning_the_picture_turns_the_result_which_a_network_alone_does_not_do()
    {
        using var scope = NewDisposeScope();
        using var stack = new RandomStack(1, 2, 3);
        var lr = rand([1, 1, 12, 9], generator: new Generator(1));
        var ensemble = new SelfEnsemble(stack);
        Assert.All(symmetries[1..], s => Assert.True(Largest(stack.Upscale(Do(lr, s)) - Do(stack.Upscale(lr), s)) > 0.01));
        Assert.All(symmetries, s => Assert.InRange(Largest(ensemble.Upscale(Do(lr, s)) - Do(ensemble.Upscale(lr), s)), 0, 2e-6));
    }

    [Fact]
    public void Goes_into_tiles_and_around_them()
    {
        using var scope = NewDisposeScope();
        using var stack = new RandomStack(3, 2, 3);
        var lr = rand([1, 3, 37, 29], generator: new Generator(1));
        var ensemble = new SelfEnsemble(stack);
        var whole = ensemble.Upscale(lr);

        Assert.Equal(3, ensemble.Reach);
        Assert.InRange(Largest(whole - new TiledUpscaler(ensemble, 10).Upscale(lr)), 0, 1e-5);
        Assert.InRange(Largest(whole - new SelfEnsemble(new TiledUpscaler(stack, 10)).Upscale(lr)), 0, 1e-5);
    }

    [Fact]
    public void Pictures_are_rounded_once_after_the_mean()
    {
        using var scope = NewDisposeScope();
        // Half of the results are 0.4 levels, half 0.7.
        var calls = 0;
        var upscaler = new Spy(_ => calls++, () => (calls % 2 == 0 ? 0.4f : 0.7f) / 255);
        // 0.55; the mean of the rounded values, 0.5, would need luck
        Assert.Equal(1, new SelfEnsemble(upscaler).Upscale(new Picture(1, 1, 1, [0]))[0, 0, 0]);
        Assert.Equal("Spy+", new SelfEnsemble(upscaler).Name);
    }

    [Fact] // EDSR's section 3.3: the ensemble is better than one result; measured here: 0.19 dB
    public void Gains_PSNR_on_a_picture_of_Set5()
    {
        var hr = Picture.Load(Shared.Path("datasets", "Set5", "butterfly.png"));
        var (plain, ensemble) = (TrainedWeights.Open("srcnn-9-5-5-x3"), new SelfEnsemble(TrainedWeights.Open("srcnn-9-5-5-x3")));
        var gain = Protocol.Y601(3).Evaluate(ensemble, hr).Psnr - Protocol.Y601(3).Evaluate(plain, hr).Psnr;
        Assert.InRange(gain, 0.1, 0.3);
    }

    private static Tensor Do(Tensor x, (bool Transposed, bool Down, bool Across) s)
    {
        var y = s.Transposed ? x.transpose(2, 3) : x;
        y = s.Down ? y.flip(2) : y;
        return (s.Across ? y.flip(3) : y).contiguous();
    }

    private static Tensor Undo(Tensor x, (bool Transposed, bool Down, bool Across) s)
    {
        var y = s.Across ? x.flip(3) : x;
        y = s.Down ? y.flip(2) : y;
        return s.Transposed ? y.transpose(2, 3) : y;
    }

    private static float Largest(Tensor difference) => difference.abs().max().item<float>();

    private sealed class Spy(Action<Tensor> look, Func<float>? value = null) : Upscaler
    {
        public override string Name => "Spy";

        public override int Scale => 1;

        public override bool RestoresLuma => false;

        public override Tensor Upscale(Tensor lr)
        {
            look(lr);
            return value is null ? lr.clone() : full_like(lr, value());
        }
    }
}
