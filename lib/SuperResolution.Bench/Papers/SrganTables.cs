using SuperResolution.Models;

namespace SuperResolution.Metrics.Papers;

/// <summary>Tables 1 and 2 of Ledig et al.: Photo-Realistic Single Image Super-Resolution Using a Generative Adversarial Network (arXiv 1609.04802).</summary>
public static class SrganTables
{
    private const string Generator = "16 blocks × 64 channels, 350,000 pictures of ImageNet", Srcnn = "SRCNN 9-1-5, 91 images", Updates = ", 10⁶ updates",
        NoOpinions = "MOS (mean opinion score, 1 to 5) is the judgement of 26 people; the kit has no people to ask, so it stands as the paper's alone.";

    /// <summary>What the rows of the networks in <see cref="Table2"/> are of, as far as the kit has such.</summary>
    internal static (string Method, string Shape)[] Shapes { get; } = [("SRCNN", Srcnn), ("SRResNet", "SRResNet " + Generator), ("SRGAN", "SRGAN " + Generator)];

    private static readonly PaperCandidate[] resNet =
    [
        PaperCandidate.Here("SRResNet", "SRResNet", Generator + Updates),
        new("SRResNet", method => method.Network == "SRResNet" && method.Origin == MethodOrigin.Others, method => $"These weights: {method.Training}; the paper's: {Generator}{Updates}."),
        new("SRResNet", method => method.Network == "MSRResNet" && method.Origin == MethodOrigin.Here, method => $"Ours has no batch normalisation and learned with L1: {method.Training}; the paper's has it and learned with MSE: {Generator}{Updates}."),
    ];

    /// <summary>Which loss: SRResNet and SRGAN with MSE, with VGG's φ2,2 and with φ5,4; Set5 and Set14, ×4.</summary>
    public static PaperTable Table1 { get; } = new(
        "srgan-1",
        "SRGAN: what the content loss does, ×4",
        "arXiv 1609.04802, table 1",
        [
            Row("SRResNet-MSE", "Set5", 32.05, 0.9019, 3.37), Row("SRResNet-VGG22", "Set5", 30.51, 0.8803, 3.46),
            Row("SRGAN-MSE", "Set5", 30.64, 0.8701, 3.77), Row("SRGAN-VGG22", "Set5", 29.84, 0.8468, 3.78), Row("SRGAN-VGG54", "Set5", 29.40, 0.8472, 3.58),
            Row("SRResNet-MSE", "Set14", 28.49, 0.8184, 2.98), Row("SRResNet-VGG22", "Set14", 27.19, 0.7807, 3.15),
            Row("SRGAN-MSE", "Set14", 26.92, 0.7611, 3.43), Row("SRGAN-VGG22", "Set14", 26.44, 0.7518, 3.57), Row("SRGAN-VGG54", "Set14", 26.02, 0.7397, 3.72),
        ],
        [
            .. resNet.Select(candidate => candidate with { Method = "SRResNet-MSE" }),
            Gan("SRGAN-VGG22", features => features == VggLayer.Phi22, "φ2,2"),
            Gan("SRGAN-VGG54", features => features is { Block: > 2 }, "φ5,4"),
            PaperCandidate.None("SRResNet-VGG22"),
            PaperCandidate.None("SRGAN-MSE"),
        ],
        [NoOpinions]);

    /// <summary>Against other methods: Set5, Set14 and BSD100, ×4.</summary>
    public static PaperTable Table2 { get; } = new(
        "srgan-2",
        "SRGAN: against other methods, ×4",
        "arXiv 1609.04802, table 2",
        [
            .. Set("Set5", (26.26, 0.7552, 1.28), (28.43, 0.8211, 1.97), (30.07, 0.8627, 2.57), (30.33, 0.872, 2.65), (31.52, 0.8938, 3.26), (30.76, 0.8784, 2.89), (32.05, 0.9019, 3.37), (29.40, 0.8472, 3.58)),
            .. Set("Set14", (24.64, 0.7100, 1.20), (25.99, 0.7486, 1.80), (27.18, 0.7861, 2.26), (27.45, 0.7972, 2.34), (28.02, 0.8074, 2.84), (27.66, 0.8004, 2.52), (28.49, 0.8184, 2.98), (26.02, 0.7397, 3.72)),
            .. Set("BSD100", (25.02, 0.6606, 1.11), (25.94, 0.6935, 1.47), (26.68, 0.7291, 1.87), (26.83, 0.7387, 1.89), (27.21, 0.7493, 2.12), (27.02, 0.7442, 2.01), (27.58, 0.7620, 2.29), (25.16, 0.6688, 3.56)),
        ],
        [
            PaperCandidate.Formula("Nearest"),
            PaperCandidate.Formula("Bicubic"),
            new("SRCNN", method => method.Network == "SRCNN" && method.Origin == MethodOrigin.Here, method => $"Ours: {method.Training}; the paper's: {Srcnn}, as its numbers show: those weights give 30.095 dB / 0.8641 on Set5 and 27.170 dB / 0.7858 on Set14 here, where it has 30.07 / 0.8627 and 27.18 / 0.7861."),
            .. resNet,
            Gan("SRGAN", features => features is { Block: > 2 }, "φ5,4"),
        ],
        [NoOpinions, "The HR pictures themselves have MOS 4.32 on Set5 and Set14 and 4.46 on BSD100."]);

    private static PaperRow Row(string method, string set, double psnr, double ssim, double mos) =>
        new(method, set, 4, Protocol.SrganPaper, psnr, ssim, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"MOS {mos:0.00}"));

    private static IEnumerable<PaperRow> Set(string set, params (double Psnr, double Ssim, double Mos)[] values) =>
        values.Zip(["Nearest", "Bicubic", "SRCNN", "SelfExSR", "DRCN", "ESPCN", "SRResNet", "SRGAN"], (value, method) => Row(method, set, value.Psnr, value.Ssim, value.Mos));

    private static PaperCandidate Gan(string method, Func<VggLayer?, bool> features, string paper) =>
        new(method, candidate => candidate.Network == "SRGAN" && candidate.Origin == MethodOrigin.Here && features(candidate.Features),
            candidate => $"Ours: {candidate.Training}; the paper's: on {paper} alone, {Generator}, 2·10⁵ updates.");
}
