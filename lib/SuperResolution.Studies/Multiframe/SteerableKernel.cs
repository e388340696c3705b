namespace SuperResolution.Multiframe;

/// <summary>A Gaussian kernel with two widths and a direction.</summary>
/// <param name="Across">k₁: standard deviation in the direction of the strongest gradient, across an edge, in pixels of a frame.</param>
/// <param name="Along">k₂: at right angles to it, along the edge.</param>
/// <param name="Angle">Direction of <paramref name="Across"/> in radians, clockwise from the right (rows count downwards).</param>
public readonly record struct SteerableKernel(double Across, double Along, double Angle)
{
    /// <summary>Ω = k₁²·e₁e₁ᵀ + k₂²·e₂e₂ᵀ as (Ω_xx, Ω_xy, Ω_yy).</summary>
    public (double XX, double XY, double YY) Covariance
    {
        get
        {
            var (sin, cos) = Math.SinCos(Angle);
            var (a, b) = (Across * Across, Along * Along);
            return ((a * cos * cos) + (b * sin * sin), (a - b) * sin * cos, (a * sin * sin) + (b * cos * cos));
        }
    }
}
