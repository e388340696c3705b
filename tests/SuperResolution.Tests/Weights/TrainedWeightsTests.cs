using System.Globalization;
using SuperResolution.Imaging;
using SuperResolution.Metrics;
using SuperResolution.Models;
using SuperResolution.Tests.Support;
using SuperResolution.Weights;

namespace SuperResolution.Tests.Weights;

public class TrainedWeightsTests
{
    [Theory] // SRCNN 9-1-5, trained by its authors on 91 images: 36.34, 32.39, 30.09
    [InlineData(2, 36.34), InlineData(3, 32.39), InlineData(4, 30.09)]
    public void SRCNN_on_Set5_is_what_its_metadata_says_and_above_the_papers_91_image_network(int scale, double paper)
    {
        var files = Shared.Files("datasets", "Set5");
        using var weights = SafetensorsFile.Read(TrainedWeights.File($"srcnn-9-5-5-x{scale}"));
        var stated = double.Parse(weights.Metadata[$"Set5 Y601 ×{scale}"].Split(' ')[0], CultureInfo.InvariantCulture);
        var upscaler = TrainedWeights.Open($"srcnn-9-5-5-x{scale}");

        var measured = files.Average(file => Protocol.Y601(scale).Evaluate(upscaler, Picture.Load(file)).Psnr);

        Assert.Equal(stated, measured, 0.005);
        Assert.True(measured > paper, $"{measured} dB");
    }

    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder, "*.safetensors", SearchOption.AllDirectories)
        .Select(file => Path.ChangeExtension(Path.GetRelativePath(Folder, file), null).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    private static string Folder => Path.GetDirectoryName(TrainedWeights.File("srcnn-9-5-5-x2"))!;

    [Theory, MemberData(nameof(Names))]
    public void Every_file_says_how_it_was_made(string name)
    {
        var metadata = SafetensorsFile.ReadMetadata(TrainedWeights.File(name));
        Assert.All(["network", "scale", "data", "recipe", "started from", "made with"], key => Assert.NotEmpty(metadata[key]));
        Assert.StartsWith("T91 + BSDS500 train, 291 images", metadata["data"], StringComparison.Ordinal);
    }

    [Theory] // the tables' reasons counted the last stage alone
    [InlineData("msrresnet-16x64-x4", "10,500 updates"), InlineData("rrdb-3x32-x4", "54,900 updates"),
        InlineData("srresnet-8x32-x4", "65,000 updates"), InlineData("vdsr-20x64", "6,600 updates")]
    [InlineData("srcnn-9-5-5-x2", "28,000 updates"), InlineData("srcnn-9-5-5-x3", "20,000 updates"),
        InlineData("srcnn-9-5-5-x4", "20,500 updates"), InlineData("losses/srcnn-x2-l1", "34,000 updates")]
    [InlineData("srgan-8x32-x4", "2,500 updates after 65,000 of SRResNet"),
        InlineData("srgan-phi22-8x32-x4", "2,500 updates after 65,000 of SRResNet"),
        InlineData("esrgan-3x32-x4", "1,500 updates after 54,900 of RRDBNet")]
    public void A_reason_counts_the_updates_of_all_stages(string name, string updates) =>
        Assert.EndsWith($"291 images, {updates}", TrainingFacts.Read(TrainedWeights.File(name)).Sentence);

    [Theory]
    [InlineData("srgan-8x32-x4", "srresnet-8x32-x4"), InlineData("srgan-phi22-8x32-x4", "srresnet-8x32-x4"),
        InlineData("esrgan-3x32-x4", "rrdb-3x32-x4"), InlineData("losses/srcnn-x2-mix", "srcnn-9-5-5-x2")]
    public void What_a_file_started_from_is_the_file_that_ships(string name, string start) =>
        Assert.Equal($"{start}.safetensors (SHA-256 {SuperResolution.Datasets.FileHash.Sha256OfFile(TrainedWeights.File(start))})",
            SafetensorsFile.ReadMetadata(TrainedWeights.File(name))["started from"]);

    [Theory, MemberData(nameof(Names))]
    public void The_table_of_the_shipped_weights_has_the_numbers_of_the_files(string name)
    {
        var metadata = SafetensorsFile.ReadMetadata(TrainedWeights.File(name));
        var row = File.ReadLines(Path.Combine(Shared.Repository, "lib", "SuperResolution", "Weights", "README.md"))
            .First(line => line.StartsWith($"| {name} |", StringComparison.Ordinal));
        var measured = metadata.Where(entry => entry.Key.EndsWith($" Y601 ×{metadata["scale"]}", StringComparison.Ordinal))
            .Select(entry => Numbers(entry.Value)).ToList();
        Assert.NotEmpty(measured);
        // The files have three digits of the decibels: 27.255 may have been rounded up, and then two digits are 27.25.
        Assert.All(measured, value =>
            Assert.Contains(new[] { -0.0004, 0.0004 },
                rest => row.Contains(string.Create(CultureInfo.InvariantCulture, $"{value.Psnr + rest:0.00} / {value.Ssim:0.0000}"),
                StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("srresnet-8x32-x4"), InlineData("msrresnet-16x64-x4"), InlineData("rrdb-3x32-x4"), InlineData("vdsr-20x64")]
    public void A_network_on_Set5_is_what_its_metadata_says_and_above_SRCNN(string name)
    {
        var files = Shared.Files("datasets", "Set5");
        double Psnr(Upscaler upscaler) => files.Average(file => Protocol.Y601(4).Evaluate(upscaler, Picture.Load(file)).Psnr);

        var measured = Psnr(NetworkFile.Open(TrainedWeights.File(name), scale: 4));

        Assert.Equal(Numbers(SafetensorsFile.ReadMetadata(TrainedWeights.File(name))["Set5 Y601 ×4"]).Psnr, measured, 0.005);
        Assert.True(measured > Psnr(TrainedWeights.Open("srcnn-9-5-5-x4")), $"{measured} dB");
    }

    [Fact] // arXiv 1511.08861: a smaller squared error with L1 than with L2; the gray drifts under MS-SSIM alone, and Mix holds it
    public void Networks_of_one_loss_on_Set5_are_what_their_metadata_says_in_the_papers_order_of_three()
    {
        var truths = Shared.Files("datasets", "Set5").Select(Picture.Load).ToList();
        var psnr = Enum.GetValues<RestorationLoss>()
            .ToDictionary(loss => loss, loss =>
                truths.Average(hr => Protocol.Y601(2).Evaluate(TrainedWeights.Open(LossFile(loss)), hr).Psnr));

        Assert.All(psnr, entry => Assert.Equal(
            Numbers(SafetensorsFile.ReadMetadata(TrainedWeights.File(LossFile(entry.Key)))["Set5 Y601 ×2"]).Psnr, entry.Value, 0.005));
        Assert.True(psnr[RestorationLoss.L1] > psnr[RestorationLoss.L2] && psnr[RestorationLoss.L2] > psnr[RestorationLoss.MsSsim],
            string.Join(", ", psnr));
        Assert.True(psnr[RestorationLoss.Mix] > psnr[RestorationLoss.MsSsim], string.Join(", ", psnr));
    }

    private static string LossFile(RestorationLoss loss) =>
        "losses/srcnn-x2-" + (loss == RestorationLoss.MsSsim ? "ms-ssim" : $"{loss}".ToLowerInvariant());

    [Theory] // what an adversarial training is for, and what it costs
    [InlineData("srgan-8x32-x4", "srresnet-8x32-x4", 0.82), InlineData("srgan-phi22-8x32-x4", "srresnet-8x32-x4", 0.83),
        InlineData("esrgan-3x32-x4", "rrdb-3x32-x4", 0.83)]
    public void A_GAN_that_ships_is_sharper_than_what_it_started_from_at_a_price_in_PSNR(string name, string before, double niqeRatio)
    {
        var pictures = Shared.Files("datasets", "Set5").Select(Picture.Load).ToList();
        var niqe = Niqe.FromFile(Shared.Path("weights", "niqe_pristine.npz"));
        var (gan, start) = (NetworkFile.Open(TrainedWeights.File(name)), NetworkFile.Open(TrainedWeights.File(before)));

        double Mean(Upscaler upscaler) =>
            pictures.Average(hr => niqe.Of(upscaler.Upscale(Resize.Imresize(hr.ToRgb().CropToMultipleOf(4), 0.25))));
        double Psnr(Upscaler upscaler) => pictures.Average(hr => Protocol.Y601(4).Evaluate(upscaler, hr).Psnr);

        var psnr = Psnr(gan);
        Assert.Equal(Numbers(SafetensorsFile.ReadMetadata(TrainedWeights.File(name))["Set5 Y601 ×4"]).Psnr, psnr, 0.005);
        Assert.InRange(Psnr(start) - psnr, 0.4, 4);
        Assert.InRange(Mean(gan) / Mean(start), 0, niqeRatio);
    }

    [Theory]
    [InlineData("srgan-8x32-x4", "srresnet-8x32-x4", 0.95), InlineData("srgan-phi22-8x32-x4", "srresnet-8x32-x4", 0.98),
        InlineData("esrgan-3x32-x4", "rrdb-3x32-x4", 0.97)]
    public void A_GAN_that_ships_is_nearer_to_the_truth_in_features_than_what_it_started_from(string name, string before, double ratio)
    {
        var pictures = Shared.Files("datasets", "Set5").Select(file => Picture.Load(file).ToRgb().CropToMultipleOf(4)).ToList();
        _ = Shared.Path("weights", "vgg19_oxford_conv1_1-conv3_4.safetensors");
        using var vgg = VggDistance.Open();
        double Distance(string weights)
        {
            var upscaler = NetworkFile.Open(TrainedWeights.File(weights));
            return pictures.Average(hr => vgg.Of(hr, upscaler.Upscale(Resize.Imresize(hr, 0.25))));
        }

        Assert.InRange(Distance(name) / Distance(before), 0, ratio);
    }

    [Fact]
    public void Unknown_weights_are_refused_with_the_names_that_there_are() =>
        Assert.Contains("srcnn-9-5-5-x3", Assert.Throws<FileNotFoundException>(() => TrainedWeights.File("srgan")).Message);

    /// <summary>As in "30.660 dB, SSIM 0.8667, 5 images".</summary>
    private static (double Psnr, double Ssim) Numbers(string text)
    {
        var words = text.Split(' ', ',');
        return (double.Parse(words[0], CultureInfo.InvariantCulture),
            double.Parse(words[Array.IndexOf(words, "SSIM") + 1], CultureInfo.InvariantCulture));
    }
}
