using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Training;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Training;

public class RgbPatchesTests
{
    // Every pixel tells where it is: red its column, green its row, blue its picture.
    private static readonly Picture[] maps = [Map(100, 61, 0), Map(61, 47, 1)];

    [Theory]
    [InlineData(2), InlineData(3), InlineData(4)]
    public void Lr_is_matlabs_bicubic_of_the_place_that_hr_shows_turned_alike(int scale)
    {
        using var scope = NewDisposeScope();
        const int side = 8;
        var whole = maps.Select(map => map.CropToMultipleOf(scale))
            .Select(hr => (Hr: hr.ToTensor(), Lr: Resize.Imresize(hr, 1.0 / scale).ToTensor())).ToArray();
        var patches = new RgbPatches(maps, scale, side, batch: 5, seed: 3);
        var turns = new HashSet<string>();
        for (var step = 0; step < 20; step++)
        {
            var (lr, hr) = patches.Batch(step);
            Assert.Equal([5L, 3, side, side], lr.shape);
            Assert.Equal([5L, 3, scale * side, scale * side], hr.shape);
            for (var n = 0; n < 5; n++)
            {
                var (picture, x, y) = (Value(hr[n][2].min()), Value(hr[n][0].min()), Value(hr[n][1].min()));
                Assert.Equal((0, 0), (x % scale, y % scale));
                var cut = whole[picture].Hr.narrow(3, x, scale * side).narrow(2, y, scale * side);
                var turn = Turns.Single(turn => turn.Of(cut).equal(hr[n].unsqueeze(0)).all().item<bool>());
                var low = whole[picture].Lr.narrow(3, x / scale, side).narrow(2, y / scale, side);
                Assert.True(turn.Of(low).equal(lr[n].unsqueeze(0)).all().item<bool>());
                turns.Add(turn.Name);
            }
        }
        Assert.Equal(8, turns.Count);
    }

    [Fact] // positions: (100/2 − 7)·(30 − 7) = 989 and (30 − 7)·(23 − 7) = 368 of 1357
    public void Pictures_are_drawn_in_proportion_to_their_positions_and_places_evenly()
    {
        using var scope = NewDisposeScope();
        var patches = new RgbPatches(maps, 2, 8, batch: 500, seed: 1);
        Assert.Equal(989 + 368, patches.Count);
        var (_, hr) = patches.Batch(0);
        var second = hr.select(1, 2).amin([1, 2]).mul(255).round();
        // Three standard errors: 3·√(0.271·0.729/500) = 0.06; columns 0 … 42 have the mean 21, in HR 42, ± 3·24.8/√360.
        Assert.Equal(368.0 / 1357, second.mean().item<float>(), 0.06);
        var columns = hr.select(1, 0).amin([1, 2]).mul(255).masked_select(second == 0);
        Assert.Equal(42.0, columns.mean().item<float>(), 4.0);
        Assert.Equal((0f, 84f), (columns.min().item<float>(), columns.max().item<float>()));
    }

    [Fact]
    public void Batches_depend_on_seed_and_step_alone()
    {
        using var scope = NewDisposeScope();
        var a = new RgbPatches(maps, 2, 8, 3, seed: 5);
        var b = new RgbPatches(maps, 2, 8, 3, seed: 5);
        _ = a.Batch(0);
        var (lr, hr) = a.Batch(7);
        var (lr2, hr2) = b.Batch(7);
        Assert.Equal(lr.bytes.ToArray(), lr2.bytes.ToArray());
        Assert.Equal(hr.bytes.ToArray(), hr2.bytes.ToArray());
        Assert.NotEqual(hr.bytes.ToArray(), a.Batch(8).Hr.bytes.ToArray());
        Assert.NotEqual(hr.bytes.ToArray(), new RgbPatches(maps, 2, 8, 3, seed: 6).Batch(7).Hr.bytes.ToArray());
    }

    [Fact] // 2 · (64·64 + 32·32) · 3 = 30,720
    public void Bytes_are_counted_and_too_many_are_refused_with_their_number()
    {
        Picture[] pictures = [SyntheticImages.DeadLeaves(1, 64, 64), SyntheticImages.DeadLeaves(2, 65, 65)];
        Assert.Equal(30_720, new RgbPatches(pictures, 2, 8, 1, 0, memory: 30_720).Bytes);
        var error = Assert.Throws<InvalidOperationException>(() => new RgbPatches(pictures, 2, 8, 1, 0, memory: 15_000));
        Assert.Contains("take 30,720 bytes, more than the 15,000", error.Message);
    }

    [Fact]
    public void Gray_pictures_become_rgb_and_small_ones_are_left_out()
    {
        using var scope = NewDisposeScope();
        var patches = new RgbPatches([new Picture(40, 15, 1, new byte[600]), SyntheticImages.DeadLeaves(1, 20, 20).ToGray()], 2, 8, 2, 0);
        Assert.Equal(9, patches.Count);
        var (lr, _) = patches.Batch(0);
        Assert.True(lr.select(1, 0).equal(lr.select(1, 2)).all().item<bool>());
        Assert.Contains("No training picture has 42×42",
            Assert.Throws<ArgumentException>(() => new RgbPatches([SyntheticImages.DeadLeaves(1, 41, 60)], 2, 21, 1, 0)).Message);
    }

    private static (string Name, Func<Tensor, Tensor> Of)[] Turns =>
    [
        .. from quarters in Enumerable.Range(0, 4)
           from mirrored in (bool[])[false, true]
           select ($"{quarters}{mirrored}", (Func<Tensor, Tensor>)(image => rot90(mirrored ? image.flip(3) : image, quarters, (2, 3)))),
    ];

    private static int Value(Tensor sample) => (int)MathF.Round(255 * sample.item<float>());

    private static Picture Map(int width, int height, byte blue)
    {
        var pixels = new byte[width * height * 3];
        for (var i = 0; i < width * height; i++)
            (pixels[3 * i], pixels[(3 * i) + 1], pixels[(3 * i) + 2]) = ((byte)(i % width), (byte)(i / width), blue);
        return new Picture(width, height, 3, pixels);
    }
}
