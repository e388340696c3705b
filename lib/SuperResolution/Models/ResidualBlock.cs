using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>
/// Residual block without normalisation: x + β · conv2(relu(conv1(x))) (EDSR, arXiv 1707.02921, figure 2c and section 3.3).
/// </summary>
internal sealed class ResidualBlock : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1, conv2;
    private readonly double residualScale;

    public ResidualBlock(int features, double residualScale) : base(nameof(ResidualBlock))
    {
        this.residualScale = residualScale;
        conv1 = Conv2d(features, features, 3, padding: 1);
        conv2 = Conv2d(features, features, 3, padding: 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var residual = conv2.call(functional.relu(conv1.call(x)));
        return (residualScale == 1 ? x + residual : x + (residual * residualScale)).MoveToOuterDisposeScope();
    }
}
