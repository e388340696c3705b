using SuperResolution.Imaging;

namespace SuperResolution.Textures;

/// <summary>Fills what lies under clear pixels with the colours beside them, so that a filter or a network that does not look at alpha meets no foreign colour at the edge ("alpha bleeding", "solidify").</summary>
public static class ColourBleeding
{
    /// <summary>Ring by ring from the edge outwards, each pixel gets the mean of those of its eight neighbours that are already known. What is not clear stays as it is.</summary>
    /// <param name="colour">Gray or RGB, not multiplied by alpha.</param>
    /// <param name="alpha">Gray, of the same size. Where it is 0 everywhere, the colours are returned as they are.</param>
    /// <exception cref="ArgumentException">The sizes differ, or alpha has colours.</exception>
    public static Picture Fill(Picture colour, Picture alpha)
    {
        Picture.CheckAlpha(colour, alpha);
        var (pixels, known) = (colour.Pixels.ToArray(), alpha.Pixels.ToArray().Select(opacity => opacity > 0).ToArray());
        while (true)
        {
            var ring = Enumerable.Range(0, known.Length).Where(place => !known[place] && Neighbours(place).Any()).ToList();
            if (ring.Count == 0) return new Picture(colour.Width, colour.Height, colour.Channels, pixels);
            // All means are taken before any pixel of the ring counts as known: the order of the pixels must not matter.
            var means = ring.Select(place => Enumerable.Range(0, colour.Channels).Select(c => Mean(place, c)).ToArray()).ToList();
            for (var i = 0; i < ring.Count; i++)
            {
                means[i].CopyTo(pixels, ring[i] * colour.Channels);
                known[ring[i]] = true;
            }
        }

        byte Mean(int place, int channel) => (byte)(Neighbours(place).Average(beside => (double)pixels[(beside * colour.Channels) + channel]) + 0.5);

        IEnumerable<int> Neighbours(int place)
        {
            var (x, y) = (place % colour.Width, place / colour.Width);
            for (var j = Math.Max(0, y - 1); j <= Math.Min(colour.Height - 1, y + 1); j++)
                for (var i = Math.Max(0, x - 1); i <= Math.Min(colour.Width - 1, x + 1); i++)
                    if (known[(j * colour.Width) + i]) yield return (j * colour.Width) + i;
        }
    }
}
