using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Metrics;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Datasets;

/// <summary>Pairs of the real sets.</summary>
public sealed class BenchmarkSetTests
{
    [Fact] // RGB input, luma rounded: 28.4177 dB (protocol P2 of the reference values)
    public void Measured_pair_by_pair_Set5_has_the_value_of_its_protocol()
    {
        var set = BenchmarkSet.Of(ImageSet.FromFolder(Shared.Path("datasets", "Set5")), 4);
        var protocol = Protocol.Y601(4) with { Lr = LowResolution.Picture };
        var scores = set.Select(pair => protocol.Measure(pair.Hr.Load(), Interpolation.Bicubic(4).Upscale(pair.Lr.Load()))).ToList();
        Assert.Equal(28.4177, scores.Average(score => score.Psnr), 0.005);
        Assert.Equal(set.Select(pair => protocol.Evaluate(Interpolation.Bicubic(4), pair.Hr.Load())), scores);
    }

    [Theory, InlineData(2), InlineData(3), InlineData(4)]
    public void LR_made_here_equals_MATLAB_s_files(int scale)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["LR_bicubic"]);
        Directory.CreateSymbolicLink(folder["HR"], Shared.Path("datasets", "Set5"));
        Directory.CreateSymbolicLink(folder[$"LR_bicubic/X{scale}"], Shared.Path("golden", "imresize", "mirror", $"x{scale}"));
        var files = BenchmarkSet.FromFolder(folder.Path, scale);
        var made = BenchmarkSet.Of(ImageSet.FromFolder(Shared.Path("datasets", "Set5")), scale);
        Assert.Equal((LrOrigin.Files, LrOrigin.Made), (files.Origin, made.Origin));
        Assert.All(files.Zip(made), pair =>
        {
            Assert.Equal(pair.First.Hr.Load().Pixels.ToArray(), pair.Second.Hr.Load().Pixels.ToArray());
            Assert.Equal(pair.First.Lr.Load().Pixels.ToArray(), pair.Second.Lr.Load().Pixels.ToArray());
        });
    }

    [Fact]
    public void A_gray_picture_has_a_gray_LR_picture() =>
        Assert.Equal(1, BenchmarkSet.Of(ImageSet.FromFolder(Shared.Path("datasets", "Set14")), 2)["bridge"].Lr.Load().Channels);
}
