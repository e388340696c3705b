using SuperResolution.Imaging;
using SuperResolution.Weights;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace SuperResolution.Metrics;

/// <summary>
/// NIQE (Mittal, Soundararajan, Bovik: Making a "Completely Blind" Image Quality Analyzer, 2013): how far the statistics of a picture are
/// from those of pristine photographs; 0 is best, lower is better.
/// </summary>
/// <remarks>
/// The conventions of the authors' MATLAB code: a colour picture becomes rgb2gray, rounded to 8 bit; sides are cut at the
/// right and below to multiples of 96; 7×7 Gaussian, σ = 7/6, edges repeated; the second scale is imresize(…, 0.5), not rounded.
/// The PIRM 2018 challenge measures luma without 4 pixels of border: give it <c>ColorSpace.Luma(picture).Shave(4)</c>.
/// Where a picture is flat, the sign of the authors' MSCN coefficients is that of rounding errors, and differs from machine to
/// machine; here they are exactly 0. Against the authors' values on four TID2013 pictures: equal to 1e-9 on the one without flat
/// parts, off by 0.04 %, 0.05 % and 0.6 % on the others, where other orders of summation alone move the value by up to 0.3 %.
/// </remarks>
public sealed class Niqe
{
    /// <summary>Side of a block in pixels.</summary>
    public const int Block = 96;

    private const int Features = 18; // of one scale: 2 of the coefficients, 4 of each of four products of neighbours

    private static readonly (int Down, int Right)[] neighbours = [(0, 1), (1, 0), (1, 1), (1, -1)];

    private readonly double[] mean, covariance;

    private Niqe(double[] mean, double[] covariance)
    {
        (this.mean, this.covariance) = (mean, covariance);
        Metric = Metric.NoReference("NIQE", Better.Lower, (double.PositiveInfinity, 0), MetricCost.Medium, Of);
    }

    /// <summary>This metric as a value.</summary>
    public Metric Metric { get; }

    /// <summary>With the authors' pristine model, niqe_pristine.npz in the folder weights of a data place.</summary>
    /// <exception cref="FileNotFoundException">It is not there; the message says what to get and where to put it.</exception>
    public static Niqe Open() => FromFile(ExternalWeights.Require("niqe"));

    /// <summary>With a pristine model from a NumPy archive: mu_pris_param (36 numbers) and cov_pris_param (36×36).</summary>
    /// <exception cref="WeightsFormatException">The file is damaged or holds something else.</exception>
    public static Niqe FromFile(string path)
    {
        var arrays = NpzFile.Read(path);
        if (!arrays.TryGetValue("mu_pris_param", out var mu) || mu.Values.Length != 2 * Features
            || !arrays.TryGetValue("cov_pris_param", out var cov) || !cov.Shape.SequenceEqual([2 * Features, 2 * Features]))
            throw new WeightsFormatException(
                path, "NIQE's model is 'mu_pris_param' with 36 and 'cov_pris_param' with 36×36 numbers, the file has " +
                    string.Join(", ", arrays.Take(6).Select(pair =>
                        $"'{ForeignText.Show(pair.Key)}' ({string.Join("×", pair.Value.Shape)})")));
        if (!mu.Values.Concat(cov.Values).All(double.IsFinite))
            throw new WeightsFormatException(path, "it holds values that are infinite or not numbers (NaN): it is damaged");
        return new Niqe(mu.Values, cov.Values);
    }

    /// <summary>The distance to the pristine model (eq. 11), at least 0; photographs have 2 to 5.</summary>
    /// <exception cref="ArgumentException">Fewer than two blocks of 96×96 pixels fit, or fewer than two have any texture.</exception>
    public double Of(Picture picture)
    {
        var (columns, rows) = (picture.Width / Block, picture.Height / Block);
        if (columns * rows < 2)
            throw new ArgumentException($"NIQE needs at least two blocks of {Block}×{Block} pixels; the picture is {picture}.");
        var gray = picture.Crop(0, 0, columns * Block, rows * Block).ToGray();
        var plane = new double[gray.Width * gray.Height];
        TensorPrimitives.ConvertTruncating(gray.Pixels, plane);

        var blocks = Enumerable.Range(0, columns * rows).Select(_ => new double[2 * Features]).ToArray();
        Measure(Mscn.Of(plane, gray.Width), gray.Width, Block, blocks, 0);
        Measure(Mscn.Of(Half(plane, gray.Width), gray.Width / 2), gray.Width / 2, Block / 2, blocks, Features);
        return Distance(blocks);
    }

    private static double[] Half(double[] plane, int width)
    {
        var height = plane.Length / width;
        var tall = new double[plane.Length / 2];
        new ResizePass(ResizeWeights.Of(height, height / 2, 0.5, ResizeKernel.Bicubic, Border.Mirror)).Rows<double, double>(
            plane, tall, width);
        var half = new double[plane.Length / 4];
        new ResizePass(ResizeWeights.Of(width, width / 2, 0.5, ResizeKernel.Bicubic, Border.Mirror)).Columns<double, double>(
            tall, half, width, height / 2, 1);
        return half;
    }

    /// <summary>Writes the 18 features of every block, from position <paramref name="first"/> on.</summary>
    private static void Measure(double[] coefficients, int width, int side, double[][] blocks, int first)
    {
        var (block, product) = (new double[side * side], new double[side * side]);
        for (var i = 0; i < blocks.Length; i++)
        {
            var corner = (i / (width / side) * side * width) + (i % (width / side) * side);
            for (var y = 0; y < side; y++) coefficients.AsSpan(corner + (y * width), side).CopyTo(block.AsSpan(y * side));
            var features = blocks[i].AsSpan(first, Features);
            var fit = Aggd.Fit(block);
            (features[0], features[1]) = (fit.Alpha, (fit.Left + fit.Right) / 2);
            for (var n = 0; n < neighbours.Length; n++)
            {
                // Each coefficient times its neighbour; the block is closed to a ring in both directions, as circshift does.
                var (down, right) = neighbours[n];
                for (var y = 0; y < side; y++)
                {
                    var other = (y - down + side) % side * side;
                    for (var x = 0; x < side; x++)
                        product[(y * side) + x] = block[(y * side) + x] * block[other + ((x - right + side) % side)];
                }
                fit = Aggd.Fit(product);
                (features[2 + (4 * n)], features[3 + (4 * n)], features[4 + (4 * n)], features[5 + (4 * n)]) =
                    (fit.Alpha, fit.Mean, fit.Left, fit.Right);
            }
        }
    }

    private double Distance(double[][] blocks)
    {
        var complete = blocks.Where(block => !block.Any(double.IsNaN)).ToList();
        if (complete.Count < 2)
            throw new ArgumentException("NIQE needs at least two blocks with texture; this picture is flat almost everywhere.");

        // As MATLAB's nanmean and nancov: the means skip single numbers, the covariance whole blocks.
        var difference = new double[mean.Length];
        for (var f = 0; f < mean.Length; f++)
            difference[f] = mean[f] - blocks.Select(block => block[f]).Where(value => !double.IsNaN(value)).Average();
        var centre = Enumerable.Range(0, mean.Length).Select(f => complete.Average(block => block[f])).ToArray();
        var pooled = new double[covariance.Length];
        for (var i = 0; i < mean.Length; i++)
            for (var j = 0; j < mean.Length; j++)
                pooled[(i * mean.Length) + j] =
                    (covariance[(i * mean.Length) + j]
                        + (complete.Sum(block => (block[i] - centre[i]) * (block[j] - centre[j])) / (complete.Count - 1))) / 2;

        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var d = tensor(difference, float64).view(1, -1);
        var inverse = linalg.pinv(tensor(pooled, float64).view(mean.Length, mean.Length));
        return Math.Sqrt(d.mm(inverse).mm(d.t()).item<double>());
    }
}
