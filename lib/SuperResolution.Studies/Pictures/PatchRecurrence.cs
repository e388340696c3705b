using SuperResolution.Imaging;
using static TorchSharp.torch;

namespace SuperResolution.Metrics;

/// <summary>
/// How well the patches of a picture are found again, in the picture itself or in another one: what methods with self-exemplars live on
/// (Huang et al., CVPR 2015).
/// </summary>
/// <remarks>
/// For a patch q of 7×7 luma values without its mean: min over p of ‖q − p‖² / ‖q‖². 0 is an exact copy, 1 as far as a flat patch. The
/// median over the quarter of the patches that have most structure; positions at every second pixel, of the patches that ask every eighth.
/// </remarks>
public static class PatchRecurrence
{
    private const int Patch = 7, Stride = 2, Every = 8, Batch = 256;

    /// <summary>Looks for the patches in their own picture, at places that do not overlap them.</summary>
    /// <param name="picture">Gray or RGB, at least 32 pixels a side.</param>
    public static double Within(Picture picture) => Median(picture, picture, apart: true);

    /// <summary>Looks for the patches of one picture in another.</summary>
    /// <param name="picture">The picture whose patches are looked for.</param>
    /// <param name="searched">The picture that is searched.</param>
    public static double Between(Picture picture, Picture searched) => Median(picture, searched, apart: false);

    private static double Median(Picture picture, Picture searched, bool apart)
    {
        if (Math.Min(Math.Min(picture.Width, picture.Height), Math.Min(searched.Width, searched.Height)) < 32)
            throw new ArgumentException($"Patches are compared in pictures of at least 32×32 pixels, not {picture} and {searched}.");
        using var scope = NewDisposeScope();
        var (own, candidates, across) = (Patches(picture), Patches(searched), ((picture.Width - Patch) / Stride) + 1);
        var energy = own.square().sum(1);
        var structured = energy.argsort(descending: true).narrow(0, 0, Math.Max(Every, own.size(0) / 4)).data<long>()
            .Where((_, i) => i % Every == 0).ToArray();
        var nearest = structured.Chunk(Batch).SelectMany(asked => Nearest(own, candidates, energy, asked, apart ? across : 0)).Order()
            .ToArray();
        return nearest[nearest.Length / 2];
    }

    private static double[] Nearest(Tensor own, Tensor candidates, Tensor energy, long[] asked, int across)
    {
        using var scope = NewDisposeScope();
        var index = tensor(asked);
        // ‖q − p‖² = ‖q‖² + ‖p‖² − 2 q·p
        var distance = energy[index].unsqueeze(1) + candidates.square().sum(1).unsqueeze(0) - (2 * own[index].matmul(candidates.T));
        if (across > 0)
        {
            var (place, reach) = (arange(candidates.size(0), dtype: int64), (Patch + Stride - 1) / Stride);
            Tensor Close(Tensor of, Tensor to) => (of.unsqueeze(1) - to.unsqueeze(0)).abs() < reach;
            var (x, y) = (place.remainder(across), place.div(across, RoundingMode.floor));
            distance = distance.masked_fill(Close(x[index], x) & Close(y[index], y), double.PositiveInfinity);
        }
        return (distance.amin([1]).clamp_min(0) / energy[index].clamp_min(1e-12)).data<double>().ToArray();
    }

    /// <summary>(positions, 49), float64, each without its mean.</summary>
    private static Tensor Patches(Picture picture)
    {
        using var scope = NewDisposeScope();
        var y = ColorSpace.Luma(picture, LumaStandard.Bt601Limited).ToTensor().to(float64);
        var patches = nn.functional.unfold(y, Patch, stride: Stride)[0].T;
        return (patches - patches.mean([1], keepdim: true)).MoveToOuterDisposeScope();
    }
}
