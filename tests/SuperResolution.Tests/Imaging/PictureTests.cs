using SuperResolution.Imaging;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Imaging;

/// <summary>Pictures in memory: tensors, cutting, kinds.</summary>
public class PictureTests
{
    [Theory, InlineData(1), InlineData(3)]
    public void All_256_values_survive_the_way_through_a_tensor(int channels)
    {
        var picture = new Picture(16, 16, channels,
            [.. Enumerable.Range(0, 256 * channels).Select(i => (byte)(i / channels + (i % channels * 85)))]);
        using var tensor = picture.ToTensor();
        Assert.Equal([1, channels, 16, 16], tensor.shape);
        Assert.Equal(ScalarType.Float32, tensor.dtype);
        Assert.Equal(picture.Pixels, Picture.FromTensor(tensor).Pixels);
        Assert.Equal(picture.Pixels, Picture.FromTensor(tensor.squeeze(0)).Pixels);
        Assert.Equal(picture.Pixels, Picture.FromTensor(tensor.to(float64)).Pixels);
    }

    [Fact]
    public void Samples_go_to_planes_in_the_order_red_green_blue()
    {
        using var scope = NewDisposeScope();
        var picture = new Picture(2, 1, 3, [255, 0, 51, 0, 102, 255]);
        Assert.Equal([1f, 0f, 0f, 0.4f, 0.2f, 1f], picture.ToTensor().data<float>().ToArray());
        Assert.Equal(102, picture[1, 0, 1]);
    }

    [Fact]
    public void Tensors_are_rounded_half_up_and_clamped()
    {
        // 0.5 · 255 = 127.5 exactly
        using var values = tensor(new[] { 0.5f, 0.4999f, -0.3f, -0f, 1.7f, float.PositiveInfinity, float.NegativeInfinity, 1f }).view(
            1, 1, 8);
        Assert.Equal([128, 127, 0, 0, 255, 255, 0, 255], Picture.FromTensor(values).Pixels.ToArray());
    }

    [Fact]
    public void Views_and_tensors_that_need_a_gradient_are_read_as_they_look()
    {
        using var scope = NewDisposeScope();
        var tensor = arange(6, float32).view(1, 1, 2, 3).div(255).requires_grad_();
        Assert.Equal([0, 3, 1, 4, 2, 5], Picture.FromTensor(tensor.transpose(2, 3)).Pixels.ToArray());
    }

    [Fact]
    public void There_is_no_picture_of_NaN()
    {
        using var tensor = zeros(1, 3, 4, 4);
        tensor[0, 1, 2, 3] = float.NaN;
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => Picture.FromTensor(tensor)).Message);
    }

    [Theory, InlineData(4), InlineData(4, 4), InlineData(2, 4, 4), InlineData(2, 3, 4, 4), InlineData(1, 4, 4, 4),
        InlineData(1, 1, 1, 4, 4), InlineData(3, 0, 4)]
    public void Other_shapes_are_refused_with_their_shape(params int[] shape)
    {
        using var tensor = zeros([.. shape.Select(side => (long)side)]);
        Assert.Contains($"not ({string.Join(", ", shape)})", Assert.Throws<ArgumentException>(() => Picture.FromTensor(tensor)).Message);
    }

    [Theory, InlineData(0, 1, 1, 0), InlineData(1, -1, 1, 0), InlineData(1, 1, 2, 2), InlineData(1, 1, 4, 4), InlineData(2, 2, 3, 11),
        InlineData(65536, 65536, 1, 0)]
    public void Sizes_must_fit_the_samples(int width, int height, int channels, int samples) =>
        Assert.Contains($"{width}×{height} with {channels} channels",
            Assert.Throws<ArgumentException>(() => new Picture(width, height, channels, new byte[samples])).Message);

    [Fact]
    public void Crop_takes_the_part_at_its_corner()
    {
        var picture = Numbered(5, 4, 3);
        var part = picture.Crop(2, 1, 3, 2);
        Assert.Equal((3, 2, 3), (part.Width, part.Height, part.Channels));
        for (var y = 0; y < 2; y++)
            for (var x = 0; x < 3; x++)
                for (var c = 0; c < 3; c++) Assert.Equal(picture[x + 2, y + 1, c], part[x, y, c]);
        Assert.Same(picture, picture.Crop(0, 0, 5, 4));
    }

    [Theory, InlineData(-1, 0, 2, 2), InlineData(0, 0, 6, 1), InlineData(4, 0, 2, 1), InlineData(0, 3, 1, 2), InlineData(0, 0, 0, 1),
        InlineData(int.MaxValue, 0, 1, 1), InlineData(1, 1, int.MaxValue, 1)]
    public void Parts_outside_are_refused(int x, int y, int width, int height) =>
        Assert.Contains("5×4", Assert.Throws<ArgumentOutOfRangeException>(() => Numbered(5, 4, 1).Crop(x, y, width, height)).Message);

    [Theory, InlineData(1, 13, 11), InlineData(2, 12, 10), InlineData(3, 12, 9), InlineData(4, 12, 8), InlineData(11, 11, 11)]
    public void CropToMultipleOf_cuts_right_and_below(int scale, int width, int height)
    {
        var cut = Numbered(13, 11, 1).CropToMultipleOf(scale);
        Assert.Equal((width, height), (cut.Width, cut.Height));
        Assert.Equal(Numbered(13, 11, 1)[width - 1, height - 1, 0], cut[width - 1, height - 1, 0]);
    }

    [Theory, InlineData(0), InlineData(-2), InlineData(12)]
    public void CropToMultipleOf_needs_a_scale_that_fits(int scale) =>
        Assert.Contains($"a multiple of {scale}",
            Assert.Throws<ArgumentOutOfRangeException>(() => Numbered(13, 11, 1).CropToMultipleOf(scale)).Message);

    [Fact]
    public void Shave_cuts_all_sides_and_leaves_something()
    {
        var picture = Numbered(7, 5, 1);
        Assert.Equal([picture[2, 2, 0], picture[3, 2, 0], picture[4, 2, 0]], picture.Shave(2).Pixels.ToArray());
        Assert.Same(picture, picture.Shave(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => picture.Shave(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => picture.Shave(-1));
    }

    [Fact]
    public void Gray_becomes_RGB_and_back_without_a_change()
    {
        var gray = Numbered(16, 16, 1);
        Assert.Equal(gray.Pixels, gray.ToRgb().ToGray().Pixels);
        Assert.Same(gray, gray.ToGray());
        Assert.Equal(("16×16 gray", "16×16 RGB"), (gray.ToString(), gray.ToRgb().ToString()));
    }

    private static Picture Numbered(int width, int height, int channels) =>
        new(width, height, channels, [.. Enumerable.Range(0, width * height * channels).Select(i => (byte)i)]);

    [Theory]
    [InlineData(3, 3, 3, 1)] // 5×4 from (1, 0)
    [InlineData(4, 4, 4, 0)]
    [InlineData(9, 5, 4, 0)]
    public void The_middle_is_as_far_from_both_sides(int side, int width, int height, int left)
    {
        var picture = new Picture(5, 4, 1, [.. Enumerable.Range(0, 20).Select(i => (byte)i)]);
        var middle = picture.Middle(side);
        Assert.Equal((width, height, left), (middle.Width, middle.Height, middle[0, 0, 0] % 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => picture.Middle(0));
    }
}
