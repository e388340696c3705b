namespace SuperResolution.Metrics.Papers;

/// <summary>The table of PSNR-oriented methods of Wang et al.: ESRGAN, Enhanced Super-Resolution Generative Adversarial Networks (arXiv 1809.00219).</summary>
public static class EsrganTable
{
    private static readonly string[] sets = ["Set5", "Set14", "BSD100", "Urban100", "Manga109"];

    /// <summary>Five sets at ×4: bicubic and seven networks. The name of a method ends with what it was trained on.</summary>
    public static PaperTable Table { get; } = new(
        "esrgan",
        "ESRGAN: networks trained for PSNR, ×4",
        "arXiv 1809.00219, supplement, table 2",
        [
            .. Rows("Bicubic", (28.42, 0.8104), (26.00, 0.7027), (25.96, 0.6675), (23.14, 0.6577), (24.89, 0.7866)),
            .. Rows("SRCNN (291)", (30.48, 0.8628), (27.50, 0.7513), (26.90, 0.7101), (24.52, 0.7221), (27.58, 0.8555)),
            .. Rows("MemNet (291)", (31.74, 0.8893), (28.26, 0.7723), (27.40, 0.7281), (25.50, 0.7630), (29.42, 0.8942)),
            .. Rows("EDSR (DIV2K)", (32.46, 0.8968), (28.80, 0.7876), (27.71, 0.7420), (26.64, 0.8033), (31.02, 0.9148)),
            .. Rows("RDN (DIV2K)", (32.47, 0.8990), (28.81, 0.7871), (27.72, 0.7419), (26.61, 0.8028), (31.00, 0.9151)),
            .. Rows("RCAN (DIV2K)", (32.63, 0.9002), (28.87, 0.7889), (27.77, 0.7436), (26.82, 0.8087), (31.22, 0.9173)),
            .. Rows("RRDB (DIV2K)", (32.60, 0.9002), (28.88, 0.7896), (27.76, 0.7432), (26.73, 0.8072), (31.16, 0.9164)),
            .. Rows("RRDB (DF2K)", (32.73, 0.9011), (28.99, 0.7917), (27.85, 0.7455), (27.03, 0.8153), (31.66, 0.9196)),
        ],
        [
            PaperCandidate.Formula("Bicubic"),
            PaperCandidate.Authors("SRCNN (291)", "SRCNN"),
            new("SRCNN (291)", method => method.Network == "SRCNN" && method.Origin == MethodOrigin.Here, method => $"Ours: {method.Training}; the table's values are those of the authors' weights, which saw 395,909 pictures of ImageNet."),
            PaperCandidate.Authors("EDSR (DIV2K)", "EDSR"),
            PaperCandidate.None("RRDB (DIV2K)"),
            PaperCandidate.Authors("RRDB (DF2K)", "RRDBNet"),
            PaperCandidate.Here("RRDB (DF2K)", "RRDBNet", "23 blocks × 64 channels, the 3,450 pictures of DIV2K and Flickr2K"),
        ],
        ["The table is about networks before any adversarial training; ESRGAN itself is not in it."]);

    private static IEnumerable<PaperRow> Rows(string method, params (double Psnr, double Ssim)[] values) =>
        values.Zip(sets, (value, set) => new PaperRow(method, set, 4, Protocol.Y601(4), value.Psnr, value.Ssim));
}
