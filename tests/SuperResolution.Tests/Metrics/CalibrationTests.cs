using System.Globalization;
using SuperResolution.Imaging;
using SuperResolution.Metrics;
using SuperResolution.Tests.Support;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Metrics;

/// <summary>The full-reference metrics against the authors' MATLAB programs, on four pairs of pictures.</summary>
public class CalibrationTests
{
    private static readonly string[] names = ["I03", "I04", "I06", "I08"];

    public static TheoryData<string, string> Pairs()
    {
        var data = new TheoryData<string, string>();
        foreach (var metric in new[] { "psnr", "ssim", "ms_ssim", "cw_ssim", "fsim", "gmsd", "vif" })
            foreach (var name in names) data.Add(metric, name);
        return data;
    }

    [Theory, MemberData(nameof(Pairs))]
    public void The_official_value(string metric, string name)
    {
        var text = Official(metric, name);
        var expected = double.Parse(text, CultureInfo.InvariantCulture);
        // The last digit that the table prints; nothing more is allowed, except where the reason is known.
        var rounding = 0.5 * Math.Pow(10, -(text.Length - 1 - text.IndexOf('.')));
        var tolerance = (metric, name) switch
        {
            ("gmsd", _) => 1e-12 * expected,                // printed with 15 digits
            // 0.6733 in the table, 0.6700 by the paper: for reasons unknown, see the test below
            ("ms_ssim", "I03") => 0.005 * expected,
            ("ms_ssim", "I08") => 1e-4,                     // 0.9566 and 0.9565
            ("cw_ssim", "I06") => rounding + 1e-9,          // printed as 1.0
            _ => rounding * 1.02,
        };
        Assert.Equal(expected, Measure(metric)(Load("ref", name), Load("dist", name)), tolerance);
    }

    // IQA-PyTorch, ResultsCalibra/ms_ssim_org_result.txt: the authors' programs on unrounded BT.601 luma (16…235), as are the two below.
    [Theory, InlineData("I03", 0.6981), InlineData("I04", 0.9998), InlineData("I06", 0.9999), InlineData("I08", 0.9570)]
    public void MS_SSIM_of_the_authors_program_on_video_luma(string name, double expected) =>
        Assert.Equal(expected, OnVideoLuma(name, MsSsim.Of), 0.5e-4);

    [Theory, InlineData("I03", 0.276357777164704), InlineData("I04", 0.999803866396880), InlineData("I08", 0.906735722116238)]
    public void CW_SSIM_of_the_authors_program_on_video_luma(string name, double expected) =>
        Assert.Equal(expected, OnVideoLuma(name, CwSsim.Of), 1e-6);

    [Theory, InlineData("I03", 0.0180), InlineData("I04", 0.9960), InlineData("I06", 0.9978), InlineData("I08", 0.9111)]
    public void VIF_of_the_authors_program_on_video_luma(string name, double expected) =>
        Assert.Equal(expected, OnVideoLuma(name, Vif.Of), 0.5e-4);

    [Theory, InlineData("I03"), InlineData("I08")]
    public void FSIM_without_colours_is_not_the_official_value(string name) =>
        Assert.True(Math.Abs(Fsim.OfLuma(Load("ref", name), Load("dist", name))
            - double.Parse(Official("fsim", name), CultureInfo.InvariantCulture)) > 1e-3);

    private static Func<Picture, Picture, double> Measure(string metric) => metric switch
    {
        "psnr" => Psnr.Metric.Measure,
        "ssim" => (reference, distorted) => Ssim.Metric.Measure(reference.ToGray(), distorted.ToGray()),
        "ms_ssim" => MsSsim.Metric.Measure,
        "cw_ssim" => CwSsim.Metric.Measure,
        "fsim" => Fsim.Metric.Measure,
        "gmsd" => Gmsd.Metric.Measure,
        _ => Vif.Metric.Measure,
    };

    private static double OnVideoLuma(string name, Func<Tensor, Tensor, double> metric)
    {
        using var scope = NewDisposeScope();
        Tensor Luma(string folder) => ColorSpace.ToYCbCr(Load(folder, name).ToTensor().to(float64)).narrow(1, 0, 1);
        return metric(Luma("ref"), Luma("dist"));
    }

    private static Picture Load(string folder, string name) =>
        Picture.Load(Shared.Path("datasets", "IQA-calibration", folder, name + ".bmp"));

    private static string Official(string metric, string name)
    {
        var rows = File.ReadLines(Shared.Path("datasets", "IQA-calibration", "official.csv")).Select(line => line.Split(',')).ToList();
        return rows.Single(row => row[0] == metric)[Array.IndexOf(rows[0], name + ".bmp")];
    }
}
