using SuperResolution.Platform;

namespace SuperResolution.Datasets.Synthetic;

/// <summary>
/// Dead leaves (Matheron 1968; Lee, Mumford, Huang 2001): shapes with power-law sizes that hide one another, the
/// simplest model with the scale invariance and the edges of natural images. A known training set for restoration
/// networks (Achddou, Gousseau, Ladjal 2021), whose cubic size law is used here.
/// </summary>
internal static class DeadLeaves
{
    private const int Samples = 4; // per pixel and axis
    private const double SmallestRadius = 1.6; // pixels: smaller ones would fill the picture with noise, of which the power law makes most

    public static byte[] Draw(ulong seed, int width, int height)
    {
        var random = new SplitMix64(seed);
        int w = width * Samples, h = height * Samples;
        var owner = new int[w * h]; // 1 + index of the leaf that shows at a sample
        var leaves = new List<Leaf>();
        var palette = new Palette(ref random);
        var largest = Math.Min(width, height) / 2.0;

        // From the front to the back: a leaf only gets the samples that are still free, so occlusion is exact and the
        // process can stop when nothing is free.
        for (var free = w * h; free > 0;)
        {
            var leaf = Leaf.Next(ref random, palette, SmallestRadius, largest, width, height);
            leaves.Add(leaf);
            free -= leaf.Claim(owner, w, h, Samples, leaves.Count);
        }

        return Raster.Render(width, height, Samples, (x, y) =>
            leaves[owner[(int)(y * Samples) * w + (int)(x * Samples)] - 1].Colour(x, y));
    }
}
