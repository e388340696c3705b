using SuperResolution.Imaging;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Tests.Imaging;

/// <summary>
/// A small network with random weights and zero padding: 3×3 convolutions on LR, then a pixel shuffle. It keeps a record of what it was
/// given.
/// </summary>
internal sealed class RandomStack : Upscaler, IDisposable
{
    private readonly List<Conv2d> layers = [];
    private readonly int fold;

    /// <param name="channels">1 or 3.</param>
    /// <param name="scale">How much larger.</param>
    /// <param name="depth">How many convolutions; each sees one pixel further.</param>
    /// <param name="fold">
    /// Folds fold×fold pixels into channels first, as the ×2 networks of Real-ESRGAN do; sides are padded to multiples.
    /// </param>
    public RandomStack(int channels, int scale, int depth, int fold = 1)
    {
        (Scale, this.fold) = (scale, fold);
        var generator = new Generator(5);
        using var frozen = no_grad();
        for (var i = 0; i < depth; i++)
        {
            var inputs = i == 0 ? channels * fold * fold : 12;
            var outputs = i == depth - 1 ? channels * scale * scale * fold * fold : 12;
            var layer = Conv2d(inputs, outputs, 3, padding: 1);
            layer.weight.normal_(0, Math.Sqrt(1.7 / (9 * inputs)), generator);
            layer.bias!.normal_(0, 0.1, generator);
            layers.Add(layer);
        }
    }

    public override string Name => "Stack";

    public override int Scale { get; }

    public override bool RestoresLuma => false;

    // A folded pixel is fold pixels wide: the farthest one lies depth·fold + (fold − 1) away.
    public override int? Reach => (layers.Count * fold) + fold - 1;

    public List<long[]> Shapes { get; } = [];

    public override Tensor Upscale(Tensor lr)
    {
        Shapes.Add(lr.shape);
        using var scope = NewDisposeScope();
        var (height, width) = (lr.size(2), lr.size(3));
        var x = functional.pad(lr, [0, (fold - (width % fold)) % fold, 0, (fold - (height % fold)) % fold]);
        if (fold > 1) x = functional.pixel_unshuffle(x, fold);
        for (var i = 0; i < layers.Count; i++)
        {
            x = layers[i].call(x);
            if (i < layers.Count - 1) x = functional.leaky_relu(x, 0.2);
        }
        return functional.pixel_shuffle(x, Scale * fold).narrow(2, 0, height * Scale).narrow(3, 0, width * Scale).detach().clone()
            .MoveToOuterDisposeScope();
    }

    public void Dispose() => layers.ForEach(layer => layer.Dispose());
}
