namespace SuperResolution.Imaging;

/// <summary>
/// Fills what lies under clear pixels with the colours beside them, so that a filter or a network that does not look at alpha meets no
/// foreign colour at the edge ("alpha bleeding", "solidify").
/// </summary>
public static class ColourBleeding
{
    private const byte Unknown = 0, Known = 1, Waiting = 2;

    /// <summary>
    /// Ring by ring from the edge outwards, each pixel gets the mean of those of its eight neighbours that are already known. What is not
    /// clear stays as it is.
    /// </summary>
    /// <param name="colour">Gray or RGB, not multiplied by alpha.</param>
    /// <param name="alpha">Gray, of the same size. Where it is 0 everywhere, the colours are returned as they are.</param>
    /// <exception cref="ArgumentException">The sizes differ, or alpha has colours.</exception>
    public static Picture Fill(Picture colour, Picture alpha)
    {
        Picture.CheckAlpha(colour, alpha);
        var (width, height, channels) = (colour.Width, colour.Height, colour.Channels);
        var (pixels, states) = (colour.Pixels.ToArray(), new byte[width * height]);
        var (ring, next) = (new List<int>(), new List<int>());
        Span<int> around = stackalloc int[8];
        for (var place = 0; place < states.Length; place++) states[place] = alpha.Pixels[place] > 0 ? Known : Unknown;
        for (var place = 0; place < states.Length; place++)
        {
            if (states[place] == Unknown && Around(place, Known, around).Length > 0) ring.Add(place);
        }
        for (; ring.Count > 0; (ring, next) = (next, ring))
        {
            // Until all means are taken no pixel of the ring counts as known: the order of the pixels must not matter.
            foreach (var place in ring)
            {
                var known = Around(place, Known, around);
                for (var c = 0; c < channels; c++)
                {
                    var sum = 0;
                    foreach (var beside in known) sum += pixels[(beside * channels) + c];
                    pixels[(place * channels) + c] = (byte)(((2 * sum) + known.Length) / (2 * known.Length)); // rounded
                }
            }
            foreach (var place in ring) states[place] = Known;
            next.Clear();
            foreach (var place in ring)
            {
                foreach (var beside in Around(place, Unknown, around))
                {
                    states[beside] = Waiting;
                    next.Add(beside);
                }
            }
        }
        return new Picture(width, height, channels, pixels);

        ReadOnlySpan<int> Around(int place, byte state, Span<int> found)
        {
            var (x, y, count) = (place % width, place / width, 0);
            for (var j = Math.Max(0, y - 1); j <= Math.Min(height - 1, y + 1); j++)
                for (var i = Math.Max(0, x - 1); i <= Math.Min(width - 1, x + 1); i++)
                    if (states[(j * width) + i] == state && (i, j) != (x, y)) found[count++] = (j * width) + i;
            return found[..count];
        }
    }
}
