namespace SuperResolution.Multiframe;

/// <summary>Bicubic interpolation of a plane at any place (Keys 1981, a = −0.5).</summary>
internal static class Cubic
{
    public static double At(Plane plane, double x, double y)
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
        weights[0] = t * (-0.5 + (t * (1 - (0.5 * t))));
        weights[1] = 1 + (t * t * (-2.5 + (1.5 * t)));
        weights[2] = t * (0.5 + (t * (2 - (1.5 * t))));
        weights[3] = t * t * (-0.5 + (0.5 * t));
    }
}
