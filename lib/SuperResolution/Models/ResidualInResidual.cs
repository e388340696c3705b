using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>Residual-in-residual dense block (ESRGAN, arXiv 1809.00219, figure 4): three dense blocks, β = 0.2.</summary>
internal sealed class ResidualInResidual : Module<Tensor, Tensor>
{
    private readonly DenseBlock rdb1, rdb2, rdb3;

    public ResidualInResidual(int features, int growth) : base(nameof(ResidualInResidual))
    {
        rdb1 = new DenseBlock(features, growth);
        rdb2 = new DenseBlock(features, growth);
        rdb3 = new DenseBlock(features, growth);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return x.add(rdb3.call(rdb2.call(rdb1.call(x))), DenseBlock.Beta).MoveToOuterDisposeScope();
    }
}

/// <summary>Five convolutions, each of which sees the results of all before it; x + β · the last.</summary>
internal sealed class DenseBlock : Module<Tensor, Tensor>
{
    internal const double Beta = 0.2;
    private const double slope = 0.2;

    private readonly Conv2d conv1, conv2, conv3, conv4, conv5;

    public DenseBlock(int features, int growth) : base(nameof(DenseBlock))
    {
        conv1 = Conv2d(features, growth, 3, padding: 1);
        conv2 = Conv2d(features + growth, growth, 3, padding: 1);
        conv3 = Conv2d(features + (2 * growth), growth, 3, padding: 1);
        conv4 = Conv2d(features + (3 * growth), growth, 3, padding: 1);
        conv5 = Conv2d(features + (4 * growth), features, 3, padding: 1);
        RegisterComponents();
    }

    internal static Tensor Rectify(Tensor x) => x.leaky_relu(slope);

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var x1 = Rectify(conv1.call(x));
        var x2 = Rectify(conv2.call(cat([x, x1], 1)));
        var x3 = Rectify(conv3.call(cat([x, x1, x2], 1)));
        var x4 = Rectify(conv4.call(cat([x, x1, x2, x3], 1)));
        var x5 = conv5.call(cat([x, x1, x2, x3, x4], 1));
        return x.add(x5, Beta).MoveToOuterDisposeScope();
    }
}
