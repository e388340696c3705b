using SuperResolution.Imaging;
using SuperResolution.Textures;

namespace SuperResolution.Tests.Textures;

public sealed class GameTexturesTests
{
    [Theory, InlineData(true), InlineData(false)]
    public void Wall_and_cobbles_repeat(bool wall)
    {
        var texture = wall ? GameTextures.Wall(1, 96) : GameTextures.Cobbles(1, 96);
        // The cut is a place like any other: no shift makes its difference stand out.
        Assert.InRange(Seam.Ratio(texture), 0.3, 1.3);
        Assert.InRange(Seam.Ratio(Tiling.Shift(texture, 31, 17)), 0.3, 1.9);
        Assert.NotEqual(texture.Pixels.ToArray(), (wall ? GameTextures.Wall(2, 96) : GameTextures.Cobbles(2, 96)).Pixels.ToArray());
    }

    [Fact]
    public void The_fern_is_partly_clear_and_the_sprite_uses_all_its_colours()
    {
        var (colour, alpha) = GameTextures.Fern(64);
        Assert.InRange(AlphaCoverage.Of(alpha), 0.1, 0.4);
        Assert.Contains(alpha.Pixels.ToArray(), value => value is > 0 and < 255);
        Assert.All(Enumerable.Range(0, 64 * 64).Where(i => alpha.Pixels[i] == 0),
            i => Assert.Equal([0, 0, 0], colour.Pixels.Slice(3 * i, 3).ToArray()));
        var (sprite, mask) = GameTextures.Sprite(32);
        Assert.Equal(GameTextures.SpritePalette.Colours.Order(), Palette.Of(sprite).Colours.Order());
        Assert.All(GameTextures.SpritePalette.Indices(sprite).Zip(mask.Pixels.ToArray()),
            pair => Assert.Equal(pair.First == 0 ? 0 : 255, pair.Second));
        Assert.Throws<ArgumentOutOfRangeException>(() => GameTextures.Fern(8));
    }

    [Fact]
    public void An_atlas_comes_apart_as_it_was_put_together()
    {
        Picture[] textures = [.. Enumerable.Range(1, 3)
            .Select(i => new Picture(2, 2, 1, [(byte)i, (byte)(10 * i), (byte)(20 * i), (byte)(30 * i)]))];
        var atlas = TextureAtlas.Pack(textures, 2);
        Assert.Equal([1, 10, 2, 20, 20, 30, 40, 60, 3, 30, 0, 0, 60, 90, 0, 0], atlas.Pixels.ToArray());
        Assert.Equal([.. textures.Select(t => t.Pixels.ToArray()), new byte[4]],
            TextureAtlas.Cut(atlas, 2).Select(t => t.Pixels.ToArray()));
        Assert.Throws<ArgumentException>(() => TextureAtlas.Cut(atlas, 3));
        Assert.Throws<ArgumentException>(() => TextureAtlas.Pack([textures[0], textures[0].ToRgb()], 2));
    }
}
