using static TorchSharp.torch;

namespace SuperResolution.Losses;

/// <summary>Feature maps as sets of vectors: what the contextual losses share.</summary>
internal static class FeatureSets
{
    /// <summary>63 × 63, the most positions that the authors' code compares at a time.</summary>
    public const int DefaultPositions = 63 * 63;

    /// <summary>Rows and columns of a regular grid with at most so many positions; all of them where they are few enough.</summary>
    public static (long[] Rows, long[] Columns) Grid(long height, long width, int maxPositions)
    {
        if (height * width <= maxPositions) return (Every(height, height), Every(width, width));
        // The same step along both axes, as far as both keep at least one row or column.
        var step = Math.Sqrt((double)height * width / maxPositions);
        var rows = Math.Clamp((long)(height / step), 1, Math.Min(height, maxPositions));
        var columns = Math.Clamp((long)(width / step), 1, Math.Min(width, maxPositions / rows));
        return (Every(height, rows), Every(width, columns));
    }

    /// <summary>
    /// The mean over the images of a distance between two sets of vectors, (C, P) each. With P positions a distance has matrices of P²
    /// numbers in its graph, so the gradient of each image is taken at once and its matrices are freed before the next image: memory does
    /// not depend on the batch.
    /// </summary>
    public static Tensor MeanOverImages(
        Tensor output, Tensor target, (long[] Rows, long[] Columns) grid, Func<Tensor, Tensor, Tensor> distance)
    {
        using var scope = NewDisposeScope();
        var (x, y) = (Sampled(output, grid), Sampled(target, grid));
        var sum = zeros([], output.dtype, output.device);
        for (var n = 0; n < output.size(0); n++) sum = sum + WithGradient(x[n], y[n], distance);
        return (sum / output.size(0)).MoveToOuterDisposeScope();
    }

    /// <summary>1 − cosine of all pairs, (P, Q), after the mean of the targets is taken from both (Mechrez et al., eq. 2).</summary>
    public static Tensor CosineDistances(Tensor x, Tensor y)
    {
        using var scope = NewDisposeScope();
        var centre = y.mean([1], keepdim: true);
        // in place: these matrices are the largest
        return Unit(x - centre).t().matmul(Unit(y - centre)).neg_().add_(1).relu_().MoveToOuterDisposeScope();
    }

    /// <summary>‖x_i − y_j‖² of all pairs, (P, Q).</summary>
    public static Tensor SquaredDistances(Tensor x, Tensor y)
    {
        using var scope = NewDisposeScope();
        var distances = x.t().matmul(y).mul_(-2);
        return distances.add_(x.square().sum([0]).unsqueeze(1)).add_(y.square().sum([0]).unsqueeze(0)).relu_().MoveToOuterDisposeScope();
    }

    /// <summary>‖p_i − p_j‖² of positions (2, P), exact where they are equal (the form with products is not, and ε is small).</summary>
    public static Tensor SquaredOffsets(Tensor positions)
    {
        using var scope = NewDisposeScope();
        Tensor Along(Tensor axis) => (axis.unsqueeze(1) - axis.unsqueeze(0)).pow_(2);
        return Along(positions[0]).add_(Along(positions[1])).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// CX_ij of all pairs: distances relative to the nearest target, through exp((1 − d̃)/h), each row summing to 1 (Mechrez et al., eq.
    /// 2–4).
    /// </summary>
    public static Tensor Affinity(Tensor distances, double epsilon, double bandwidth)
    {
        using var scope = NewDisposeScope();
        var relative = distances / (distances.amin([1], keepdim: true) + epsilon);
        return nn.functional.softmax(relative.div_(-bandwidth), 1).MoveToOuterDisposeScope(); // the 1 of 1 − d̃ cancels
    }

    /// <summary>(N, C, h, w) → (N, C, h·w).</summary>
    private static Tensor Sampled(Tensor features, (long[] Rows, long[] Columns) grid)
    {
        using var scope = NewDisposeScope();
        var rows = features.index_select(2, tensor(grid.Rows, device: features.device));
        return rows.index_select(3, tensor(grid.Columns, device: features.device)).flatten(2).MoveToOuterDisposeScope();
    }

    private static Tensor WithGradient(Tensor x, Tensor y, Func<Tensor, Tensor, Tensor> distance)
    {
        using var scope = NewDisposeScope();
        if (!is_grad_enabled() || !(x.requires_grad || y.requires_grad)) return distance(x, y).MoveToOuterDisposeScope();
        var (leafX, leafY) = (x.detach().requires_grad_(x.requires_grad), y.detach().requires_grad_(y.requires_grad));
        var value = distance(leafX, leafY);
        var pairs = new[] { (Outer: x, Leaf: leafX), (Outer: y, Leaf: leafY) }.Where(pair => pair.Leaf.requires_grad).ToArray();
        var gradients = autograd.grad([value], pairs.Select(pair => pair.Leaf).ToArray());
        var result = value.detach();
        for (var i = 0; i < pairs.Length; i++)
        {
            var carrier = (pairs[i].Outer * gradients[i]).sum(); // has just this gradient
            result = result + (carrier - carrier.detach());      // and adds nothing to the value
        }
        return result.MoveToOuterDisposeScope();
    }

    private static Tensor Unit(Tensor vectors)
    {
        using var scope = NewDisposeScope();
        // a zero vector stays zero
        return (vectors * (vectors.square().sum([0], keepdim: true) + 1e-24).rsqrt()).MoveToOuterDisposeScope();
    }

    private static long[] Every(long length, long count) =>
        [.. Enumerable.Range(0, (int)count).Select(k => ((2 * k) + 1) * length / (2 * count))];
}
