using SuperResolution.Platform;

namespace SuperResolution.Datasets.Synthetic;

/// <summary>A handful of related colours, as a scene under one light has them.</summary>
internal sealed class Palette
{
    private readonly Rgb[] colours = new Rgb[7];

    public Palette(ref SplitMix64 random)
    {
        var hue = random.Unit();
        for (var i = 0; i < colours.Length; i++)
        {
            // Mostly neighbours of one hue, some of its complement, all of them muted.
            var turn = i < 5 ? random.Between(-0.09, 0.09) : 0.5 + random.Between(-0.05, 0.05);
            colours[i] = Rgb.Hsl(hue + turn, random.Between(0.12, 0.62), random.Between(0.16, 0.84));
        }
    }

    public Rgb Pick(ref SplitMix64 random)
    {
        var colour = colours[random.Below(colours.Length)];
        var target = Rgb.Gray(random.Unit());
        return Rgb.Mix(colour, target, 0.45 * random.Unit());
    }
}
