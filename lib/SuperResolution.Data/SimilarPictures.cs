using SuperResolution.Imaging;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace SuperResolution.Datasets;

/// <summary>Finds photographs that are in two sets under other names and in other sizes: leaks that checksums cannot see.</summary>
/// <remarks>
/// The middle square of each picture is shrunk to 16×16 gray values; mean and contrast are taken away, and what is left is correlated.
/// Since two skies look alike at that size, the gradients of the best pairs are correlated at 32×32. Mirrored and strongly cut copies are
/// not found.
/// </remarks>
public static class SimilarPictures
{
    private const int CoarseSide = 16, FineSide = 32;

    /// <summary>The pairs of pictures from different sets that are most alike, best first.</summary>
    /// <param name="sets">Each picture is loaded once; sets of one name count as one.</param>
    /// <param name="count">How many pairs.</param>
    public static IReadOnlyList<SimilarPair> Across(IEnumerable<ImageSet> sets, int count = 10)
    {
        var all = sets.SelectMany(set => set.Select(item => (Set: set.Name, Item: item, Print: Print(item.Load(), CoarseSide)))).ToList();
        var best = new PriorityQueue<(int I, int J), float>(); // the least alike of the best is always first
        for (var i = 0; i < all.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (all[i].Set == all[j].Set) continue;
                best.Enqueue((j, i), TensorPrimitives.Dot<float>(all[i].Print, all[j].Print));
                if (best.Count > count) best.Dequeue();
            }
        }

        return [.. best.UnorderedItems.OrderByDescending(pair => pair.Priority).ThenBy(pair => pair.Element).Select(pair =>
        {
            var (a, b) = (all[pair.Element.I], all[pair.Element.J]);
            return new SimilarPair(a.Set, a.Item, b.Set, b.Item, pair.Priority,
                TensorPrimitives.Dot<float>(Contours(a.Item.Load()), Contours(b.Item.Load())));
        })];
    }

    /// <summary>The thumbnail as a vector of length 1 and mean 0; of zeros for a flat picture.</summary>
    private static float[] Print(Picture picture, int side)
    {
        var square = Math.Min(picture.Width, picture.Height);
        return Unit([.. Resize.Imresize(picture.ToGray().Middle(square), (double)side / square).Pixels.ToArray()
            .Select(value => (float)value)]);
    }

    /// <summary>Differences of neighbours in both directions, as a vector of length 1.</summary>
    private static float[] Contours(Picture picture)
    {
        var values = Print(picture, FineSide);
        return Unit([.. from y in Enumerable.Range(1, FineSide - 2) from x in Enumerable.Range(1, FineSide - 2) let at = (y * FineSide) + x
                        from difference in new[] { values[at + 1] - values[at - 1],
                            values[at + FineSide] - values[at - FineSide] } select difference]);
    }

    private static float[] Unit(float[] values)
    {
        TensorPrimitives.Subtract(values, TensorPrimitives.Sum<float>(values) / values.Length, values);
        TensorPrimitives.Divide(values, Math.Max(TensorPrimitives.Norm<float>(values), 1e-6f), values);
        return values;
    }
}
