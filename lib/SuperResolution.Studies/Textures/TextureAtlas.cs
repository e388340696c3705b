using SuperResolution.Imaging;

namespace SuperResolution.Textures;

/// <summary>Square textures of one size on one sheet, as games store them.</summary>
public static class TextureAtlas
{
    /// <summary>Puts textures beside each other, row by row. Places that are left over are black, or clear in an alpha plane.</summary>
    /// <param name="textures">At least one; all of one size and kind.</param>
    /// <param name="columns">At least 1.</param>
    /// <exception cref="ArgumentException">None, different ones, or no column.</exception>
    public static Picture Pack(IReadOnlyList<Picture> textures, int columns)
    {
        if (textures.Count == 0 || columns < 1)
            throw new ArgumentException($"An atlas needs textures (here {textures.Count}) and columns (here {columns}).");
        var first = textures[0];
        if (textures.FirstOrDefault(t => (t.Width, t.Height, t.Channels) != (first.Width, first.Height, first.Channels)) is { } other)
            throw new ArgumentException($"All textures of an atlas have one size and kind: {first} and {other} are not alike.");
        var (row, rows) = (first.Width * first.Channels, (textures.Count + columns - 1) / columns);
        var pixels = new byte[checked(row * columns * first.Height * rows)];
        for (var i = 0; i < textures.Count; i++)
            for (var y = 0; y < first.Height; y++)
                textures[i].Pixels.Slice(y * row, row)
                    .CopyTo(pixels.AsSpan(((((i / columns * first.Height) + y) * columns) + (i % columns)) * row));
        return new Picture(first.Width * columns, first.Height * rows, first.Channels, pixels);
    }

    /// <summary>Takes a sheet apart again, row by row.</summary>
    /// <param name="atlas">Gray or RGB.</param>
    /// <param name="side">Of a texture, in pixels; divides both sides of the atlas.</param>
    /// <exception cref="ArgumentException">It does not.</exception>
    public static IReadOnlyList<Picture> Cut(Picture atlas, int side)
    {
        if (side < 1 || atlas.Width % side != 0 || atlas.Height % side != 0)
            throw new ArgumentException($"{atlas} cannot be cut into textures of {side}×{side}.");
        return [.. from y in Enumerable.Range(0, atlas.Height / side) from x in Enumerable.Range(0, atlas.Width / side) select atlas.Crop(
            x * side, y * side, side, side)];
    }
}
