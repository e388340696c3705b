using SuperResolution.Imaging;
using static TorchSharp.torch;

namespace SuperResolution.Figures;

/// <summary>The filters of a convolution as one gray picture.</summary>
public static class FilterGrid
{
    /// <summary>Each filter is stretched on its own so that 0 is middle gray; one pixel of space between filters.</summary>
    /// <param name="filters">(N, 1, h, w): the first layer of a luma network.</param>
    /// <param name="columns">Filters in a row.</param>
    /// <param name="byNorm">Largest filters first; else in the network's order.</param>
    public static Picture Of(Tensor filters, int columns, bool byNorm = true)
    {
        if (filters.dim() != 4 || filters.size(1) != 1)
            throw new ArgumentException($"A filter grid needs (N, 1, h, w), not ({string.Join(", ", filters.shape)}).");
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var (count, height, width) = ((int)filters.size(0), (int)filters.size(2), (int)filters.size(3));
        var rows = (count + columns - 1) / columns;
        var grid = ones(1, 1, (rows * (height + 1)) - 1, (columns * (width + 1)) - 1);
        var flat = filters.detach().cpu().to(float32);
        var order = byNorm ? flat.flatten(1).norm(1).argsort(descending: true).data<long>().ToArray()
            : [.. Enumerable.Range(0, count).Select(i => (long)i)];
        for (var i = 0; i < count; i++)
        {
            var filter = flat[order[i]];
            var stretched = 0.5 + (filter / (2 * filter.abs().max().clamp_min(1e-12)));
            grid.narrow(2, i / columns * (height + 1), height).narrow(3, i % columns * (width + 1), width).copy_(stretched.unsqueeze(0));
        }
        return Picture.FromTensor(grid);
    }
}
