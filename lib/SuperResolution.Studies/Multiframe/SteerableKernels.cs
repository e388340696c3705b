using SuperResolution.Imaging;

namespace SuperResolution.Multiframe;

/// <summary>
/// One kernel for every pixel of the base frame: small on detail, long along edges, wide where there is only noise (Wronski et al.,
/// section 5.1).
/// </summary>
/// <remarks>
/// From the eigenvalues λ₁ ≥ λ₂ of the structure tensor: A = 1 + √((λ₁ − λ₂)/(λ₁ + λ₂)), D = clamp(1 − √λ₁/D_tr + D_th, 0, 1), and
/// k_i = k_detail·((1 − D)·k̂_i + D·k_denoise), where (k̂₁, k̂₂) = (1/k_shrink, k_stretch) on edges, that is for A above 1.95, and (1, 1)
/// elsewhere. Gradients are taken after the generalised Anscombe transform, so in deviations of the noise. Differs from the paper: one
/// tensor for each pixel of RGB frames (there for each Bayer quad), kernels of the base frame for all frames, and the threshold in A,
/// which is that of the IPOL article's code; a transition that is linear in A stretches kernels on textures too, which cost 0.5 to 2.5 dB
/// (×2, 8 and 16 frames, three drawn pictures and Set5's butterfly).
/// </remarks>
public sealed class SteerableKernels
{
    private const double LumaShare = 0.4473; // as in FrameAlignment
    private const double Edge = 1.95; // A of an edge; it goes from 1 (no direction) to 2
    private readonly SteerableKernel[] kernels;
    private readonly (double XX, double XY, double YY)[] covariances;

    /// <summary>Computes the kernels.</summary>
    /// <param name="basis">The base frame.</param>
    /// <param name="noise">Its noise.</param>
    /// <param name="settings">Null: those for the signal-to-noise ratio at the frame's mean brightness.</param>
    public SteerableKernels(Picture basis, NoiseModel noise, KernelSettings? settings = null)
    {
        var luma = Plane.Luma(basis);
        Settings = settings ?? KernelSettings.ForSnr(noise.Snr(luma.Values.ToArray().Average()));
        (Width, Height) = (basis.Width, basis.Height);
        var stable = new Plane(Width, Height,
            [.. luma.Values.ToArray().Select(v => (float)noise.Stabilised(v, basis.Channels == 1 ? 1 : LumaShare))]);
        kernels = new SteerableKernel[Width * Height];
        for (var i = 0; i < kernels.Length; i++) kernels[i] = Of(StructureTensor(stable, i % Width, i / Width), Settings);
        covariances = [.. kernels.Select(kernel => kernel.Covariance)];
    }

    /// <summary>Width of the frame.</summary>
    public int Width { get; }

    /// <summary>Height of the frame.</summary>
    public int Height { get; }

    /// <summary>The parameters.</summary>
    public KernelSettings Settings { get; }

    /// <summary>The kernel of a pixel.</summary>
    public SteerableKernel this[int x, int y] => kernels[(y * Width) + x];

    /// <summary>A kernel from a structure tensor, in squared deviations of the noise.</summary>
    internal static SteerableKernel Of((double XX, double XY, double YY) tensor, KernelSettings settings)
    {
        var (trace, root) = (tensor.XX + tensor.YY,
            Math.Sqrt(((tensor.XX - tensor.YY) * (tensor.XX - tensor.YY)) + (4 * tensor.XY * tensor.XY)));
        var largest = (trace + root) / 2;
        var a = 1 + (trace > 0 ? Math.Sqrt(root / trace) : 0); // λ₁ − λ₂ = root, λ₁ + λ₂ = trace
        var d = Math.Clamp(1 - (Math.Sqrt(largest) / settings.Transition) + settings.Threshold, 0, 1);
        double Width(double edge) => settings.Detail * (((1 - d) * (a > Edge ? edge : 1)) + (d * settings.Denoise));
        return new(Width(1 / settings.Shrink), Width(settings.Stretch), Math.Atan2(2 * tensor.XY, tensor.XX - tensor.YY) / 2);
    }

    /// <summary>Ω at a place between pixels, bilinear.</summary>
    internal (double XX, double XY, double YY) CovarianceAt(double x, double y)
    {
        var (left, up) = ((int)Math.Floor(x), (int)Math.Floor(y));
        var (u, v) = (x - left, y - up);
        var sum = (XX: 0.0, XY: 0.0, YY: 0.0);
        for (var i = 0; i < 4; i++)
        {
            var (dx, dy) = (i % 2, i / 2);
            var (xx, xy, yy) = covariances[(Math.Clamp(up + dy, 0, Height - 1) * Width) + Math.Clamp(left + dx, 0, Width - 1)];
            var weight = (dx == 1 ? u : 1 - u) * (dy == 1 ? v : 1 - v);
            sum = (sum.XX + (weight * xx), sum.XY + (weight * xy), sum.YY + (weight * yy));
        }
        return sum;
    }

    /// <summary>Sum over the four 2×2 cells around a pixel of the products of their gradients.</summary>
    private static (double XX, double XY, double YY) StructureTensor(Plane plane, int x, int y)
    {
        double xx = 0, xy = 0, yy = 0;
        for (var i = 0; i < 4; i++)
        {
            var (left, up) = (x - 1 + (i % 2), y - 1 + (i / 2));
            double a = plane[left, up], b = plane[left + 1, up], c = plane[left, up + 1], d = plane[left + 1, up + 1];
            var (gx, gy) = ((b - a + d - c) / 4, (c - a + d - b) / 4);
            (xx, xy, yy) = (xx + (gx * gx), xy + (gx * gy), yy + (gy * gy));
        }
        return (xx, xy, yy);
    }
}

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
