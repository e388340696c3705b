using SuperResolution.Imaging;

namespace SuperResolution.Multiframe;

/// <summary>Bicubic interpolation of a plane at any place (Keys 1981, a = −0.5).</summary>
internal static class Cubic
{
    public static double At(FloatPlane plane, double x, double y)
    {
        var (left, up) = ((int)Math.Floor(x), (int)Math.Floor(y));
        Span<double> across = stackalloc double[4], down = stackalloc double[4];
        Weights(x - left, across);
        Weights(y - up, down);
        var sum = 0.0;
        for (var j = 0; j < 4; j++)
        {
            var row = 0.0;
            for (var i = 0; i < 4; i++) row += across[i] * plane[left + i - 1, up + j - 1];
            sum += down[j] * row;
        }
        return sum;
    }

    private static void Weights(double t, Span<double> weights)
    {
        for (var i = 0; i < 4; i++) weights[i] = ResizeWeights.Value(ResizeKernel.Bicubic, t + 1 - i);
    }
}
