using SuperResolution.Losses;
using static SuperResolution.Tests.Losses.GradientCheck;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Losses;

public class ContextualLossTests
{
    private const int Channels = 6, Height = 4, Width = 5, Count = Height * Width;

    private static (Tensor Output, Tensor Target) Features(ulong seed = 1)
    {
        var target = Noise(seed, 1, Channels, Height, Width);
        return ((0.7 * target) + (0.3 * Noise(seed + 1, 1, Channels, Height, Width)), target);
    }

    [Theory, InlineData(0.5), InlineData(0.1)] // Mechrez et al., eq. 1–5
    public void CX_equals_a_plain_double_loop(double bandwidth)
    {
        using var scope = NewDisposeScope();
        var (output, target) = Features();
        var cosine = Cosine(Vectors(output), Vectors(target));
        Assert.Equal(MinusLogMeanMax(Affinity(cosine, 1e-5, bandwidth)),
            ContextualLoss.PaperFormula(bandwidth).call(output, target).item<double>(), 1e-10);
        Assert.Equal(MinusLogMeanMax(Affinity(Map(cosine, d => d / 2), 1e-5, bandwidth)),
            ContextualLoss.OfficialCode(bandwidth).call(output, target).item<double>(), 1e-10);
    }

    [Theory, InlineData(FeatureDistance.Cosine), InlineData(FeatureDistance.SquaredEuclidean)] // Zoom to Learn, section 4
    public void CoBi_of_the_paper_equals_a_plain_double_loop(FeatureDistance feature)
    {
        using var scope = NewDisposeScope();
        var (output, target) = Features();
        var distances = feature == FeatureDistance.Cosine ? Cosine(Vectors(output), Vectors(target))
            : Squared(Vectors(output), Vectors(target));
        var expected = Enumerable.Range(0, Count)
            .Average(i => Enumerable.Range(0, Count).Min(j => distances[i, j] + (0.3 * Math.Sqrt(Spatial(i, j, 1)))));
        Assert.Equal(expected, CoBiLoss.PaperFormula(0.3, feature).call(output, target).item<double>(), 1e-10);
    }

    [Theory, InlineData(FeatureDistance.Cosine, 255), InlineData(FeatureDistance.Cosine, 1),
        InlineData(FeatureDistance.SquaredEuclidean, 1)]
    public void CoBi_of_the_code_equals_a_plain_double_loop(FeatureDistance feature, double scale)
    {
        using var scope = NewDisposeScope();
        var (output, target) = Features();
        var distances = feature == FeatureDistance.Cosine ? Map(Cosine(Vectors(output), Vectors(target)), d => d / 2)
            : Squared(Vectors(output), Vectors(target));
        var affinity = Affinity(distances, 1e-3, 0.5);
        var spatial = new double[Count, Count];
        for (var i = 0; i < Count; i++)
            for (var j = 0; j < Count; j++) spatial[i, j] = Spatial(i, j, scale);
        var nearness = Affinity(spatial, 1e-3, 0.5);
        for (var i = 0; i < Count; i++)
            for (var j = 0; j < Count; j++) affinity[i, j] = (0.9 * affinity[i, j]) + (0.1 * nearness[i, j]);
        Assert.Equal(MinusLogMeanMax(affinity),
            CoBiLoss.OfficialCode(feature: feature, coordinateScale: scale).call(output, target).item<double>(), 1e-10);
    }

    [Fact]
    public void Positions_of_the_target_do_not_matter_to_CX_but_to_CoBi()
    {
        using var scope = NewDisposeScope();
        var (output, target) = Features();
        var moved = target.flatten(2).index_select(2, randperm(Count, dtype: int64, generator: new Generator(3))).reshape(target.shape);
        void Compare(Loss loss, bool same)
        {
            var difference = Math.Abs(loss.call(output, target).item<double>() - loss.call(output, moved).item<double>());
            Assert.True(same ? difference < 1e-12 : difference > 1e-3, $"{loss}: {difference}");
        }

        Compare(ContextualLoss.PaperFormula(), same: true);
        Compare(ContextualLoss.OfficialCode(), same: true);
        Compare(CoBiLoss.PaperFormula(spatialWeight: 0), same: true);
        Compare(CoBiLoss.PaperFormula(), same: false);
        Compare(CoBiLoss.OfficialCode(), same: false);
    }

    [Fact] // as long as no two vectors of one image are alike
    public void Equal_features_give_zero()
    {
        using var scope = NewDisposeScope();
        var features = randn([2, 64, Height, Width], dtype: ScalarType.Float64, generator: new Generator(4));
        foreach (var loss in new Loss[]
        {
            ContextualLoss.PaperFormula(), ContextualLoss.OfficialCode(), CoBiLoss.PaperFormula(), CoBiLoss.OfficialCode(),
        })
            Assert.Equal(0, loss.call(features, features).item<double>(), 1e-9);
    }

    [Fact] // cosine distances: lengths after centring do not matter, nor does a common offset
    public void CX_does_not_see_a_common_offset_or_factor_of_the_features()
    {
        using var scope = NewDisposeScope();
        var (output, target) = Features();
        var expected = ContextualLoss.PaperFormula().call(output, target).item<double>();
        Assert.Equal(expected, ContextualLoss.PaperFormula().call((3 * output) + 7, (3 * target) + 7).item<double>(), 1e-9);
    }

    [Fact] // the reason for the loss: a target that is shifted by a pixel
    public void A_shift_costs_CoBi_less_than_other_content_does()
    {
        using var scope = NewDisposeScope();
        var wide = Noise(5, 1, Channels, Height, Width + 1);
        var (output, shifted, other) = (wide.narrow(3, 0, Width), wide.narrow(3, 1, Width), Noise(6, 1, Channels, Height, Width));
        foreach (var loss in new Loss[] { CoBiLoss.PaperFormula(), CoBiLoss.OfficialCode() })
            Assert.True(2 * loss.call(output, shifted).item<double>() < loss.call(output, other).item<double>(), loss.Name);
    }

    [Fact]
    public void Many_positions_are_compared_on_a_regular_grid()
    {
        Assert.Equal([0, 1, 2], FeatureSets.Grid(3, 2, 6).Rows);
        Assert.Equal([0, 1], FeatureSets.Grid(3, 2, 6).Columns);
        Assert.Equal([1, 3, 5], FeatureSets.Grid(6, 6, 9).Rows);
        var (rows, columns) = FeatureSets.Grid(300, 40, FeatureSets.DefaultPositions);
        Assert.InRange(rows.Length * columns.Length, 3700, 3969);
        Assert.Equal(1, FeatureSets.Grid(5, 1000, 1).Rows.Length * FeatureSets.Grid(5, 1000, 1).Columns.Length);
        Assert.InRange(FeatureSets.Grid(1, 10_000, 100).Columns.Length, 90, 100);

        using var scope = NewDisposeScope();
        var (output, target) = (Noise(1, 1, 3, 6, 6), Noise(2, 1, 3, 6, 6));
        Tensor Picked(Tensor features) =>
            features.index_select(2, tensor(new long[] { 1, 3, 5 })).index_select(3, tensor(new long[] { 1, 3, 5 }));
        Assert.Equal(ContextualLoss.PaperFormula().call(Picked(output), Picked(target)).item<double>(),
            ContextualLoss.PaperFormula(maxPositions: 9).call(output, target).item<double>(), 1e-12);
    }

    [Fact]
    public void Zero_vectors_give_a_finite_gradient()
    {
        using var scope = NewDisposeScope();
        var (output, target) = (zeros(1, 3, 3, 3).requires_grad_(), zeros(1, 3, 3, 3));
        ContextualLoss.PaperFormula().call(output, target).backward();
        Assert.All(Doubles(output.grad!), value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void Patches_hold_the_pixels_of_each_window()
    {
        using var scope = NewDisposeScope();
        var images = Noise(1, 2, 3, 5, 7);
        var patches = CoBiLoss.Patches(images, 3, 2);
        Assert.Equal([2, 27, 2, 3], patches.shape);
        Assert.Equal(Doubles(images[1].narrow(1, 2, 3).narrow(2, 4, 3)), Doubles(patches[1, TensorIndex.Colon, 1, 2]));
        Assert.Contains("6×6", Assert.Throws<ArgumentException>(() => CoBiLoss.Patches(images, 6)).Message);
    }

    [Fact]
    public void Impossible_settings_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ContextualLoss.PaperFormula(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ContextualLoss.OfficialCode(maxPositions: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => CoBiLoss.PaperFormula(-0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => CoBiLoss.OfficialCode(1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => CoBiLoss.OfficialCode(coordinateScale: 0));
    }

    private static double[][] Vectors(Tensor features)
    {
        var samples = Doubles(features);
        return [.. Enumerable.Range(0, Count).Select(p => Enumerable.Range(0, Channels).Select(c => samples[(c * Count) + p]).ToArray())];
    }

    private static double[,] Cosine(double[][] x, double[][] y)
    {
        var centre = Enumerable.Range(0, Channels).Select(c => y.Average(vector => vector[c])).ToArray();
        return Pairs(x, y, (p, q) =>
        {
            double pq = 0, pp = 0, qq = 0;
            for (var c = 0; c < Channels; c++)
            {
                var (a, b) = (p[c] - centre[c], q[c] - centre[c]);
                pq += a * b;
                pp += a * a;
                qq += b * b;
            }
            return 1 - (pq / Math.Sqrt(pp * qq));
        });
    }

    private static double[,] Squared(double[][] x, double[][] y) => Pairs(x, y, (p, q) => p.Zip(q, (a, b) => (a - b) * (a - b)).Sum());

    private static double Spatial(int i, int j, double scale)
    {
        var (down, right) = (scale * ((i / Width) - (j / Width)) / Height, scale * ((i % Width) - (j % Width)) / Width);
        return (down * down) + (right * right);
    }

    private static double[,] Affinity(double[,] distances, double epsilon, double bandwidth)
    {
        var affinity = new double[Count, Count];
        for (var i = 0; i < Count; i++)
        {
            var (nearest, sum) = (double.MaxValue, 0.0);
            for (var j = 0; j < Count; j++) nearest = Math.Min(nearest, distances[i, j]);
            for (var j = 0; j < Count; j++) sum += affinity[i, j] = Math.Exp((1 - (distances[i, j] / (nearest + epsilon))) / bandwidth);
            for (var j = 0; j < Count; j++) affinity[i, j] /= sum;
        }
        return affinity;
    }

    private static double MinusLogMeanMax(double[,] affinity) =>
        -Math.Log(Enumerable.Range(0, Count).Average(j => Enumerable.Range(0, Count).Max(i => affinity[i, j])));

    private static double[,] Pairs(double[][] x, double[][] y, Func<double[], double[], double> distance)
    {
        var pairs = new double[Count, Count];
        for (var i = 0; i < Count; i++)
            for (var j = 0; j < Count; j++) pairs[i, j] = distance(x[i], y[j]);
        return pairs;
    }

    private static double[,] Map(double[,] values, Func<double, double> function)
    {
        var mapped = new double[Count, Count];
        for (var i = 0; i < Count; i++)
            for (var j = 0; j < Count; j++) mapped[i, j] = function(values[i, j]);
        return mapped;
    }
}
