namespace SuperResolution.Metrics.Papers;

/// <summary>Tables 2 to 5 of Dong, Loy, He, Tang: Image Super-Resolution Using Deep Convolutional Networks (arXiv 1501.00092).</summary>
public static class SrcnnTable
{
    private const string Network = "395,909 pictures of ImageNet, 8·10⁸ backpropagations";

    /// <summary>What the rows of SRCNN are of.</summary>
    internal const string Shape = "SRCNN 9-5-5, 395,909 pictures of ImageNet";

    /// <summary>Set5, Set14 and BSD200 at ×2, ×3, ×4: bicubic, A+ (BSD200 only) and SRCNN 9-5-5.</summary>
    public static PaperTable Table { get; } = new(
        "srcnn",
        "SRCNN: PSNR and SSIM on three sets",
        "arXiv 1501.00092, tables 2–5",
        [
            .. PaperTable.ThreeScales("Bicubic", "Set5", Protocol.Y601, (33.66, 0.9299), (30.39, 0.8682), (28.42, 0.8104)),
            .. PaperTable.ThreeScales("SRCNN", "Set5", Protocol.Y601, (36.66, 0.9542), (32.75, 0.9090), (30.49, 0.8628)),
            .. PaperTable.ThreeScales("Bicubic", "Set14", Protocol.Y601, (30.23, 0.8687), (27.54, 0.7736), (26.00, 0.7019)),
            .. PaperTable.ThreeScales("SRCNN", "Set14", Protocol.Y601, (32.45, 0.9067), (29.30, 0.8215), (27.50, 0.7513)),
            .. PaperTable.ThreeScales("Bicubic", "BSD200", Protocol.FullRangeGray, (28.38, 0.8524), (25.94, 0.7469), (24.65, 0.6727)),
            .. PaperTable.ThreeScales("A+", "BSD200", Protocol.FullRangeGray, (30.14, 0.8966), (27.05, 0.7945), (25.51, 0.7171)),
            .. PaperTable.ThreeScales("SRCNN", "BSD200", Protocol.FullRangeGrayFloat, (30.29, 0.8977), (27.18, 0.7971), (25.60, 0.7184)),
        ],
        [
            PaperCandidate.Formula("Bicubic"),
            PaperCandidate.Authors("SRCNN", "SRCNN"),
            PaperCandidate.Here("SRCNN", "SRCNN", Network),
        ],
        [
            "BSD200 is measured on gray of full range (MATLAB's rgb2gray). Its bicubic rows come out only with an 8-bit LR picture, and SRCNN's only with one that was never rounded: "
            + "measured both ways, the authors' weights give the paper's values to the last digit in that one alone. The other sets: luma of BT.601, 16…235.",
            "The authors' weights for ×4 take part where they are at hand (weights/srcnn_955_imagenet_x4.safetensors).",
        ]);
}
