namespace SuperResolution.Metrics.Papers;

/// <summary>The super-resolution table of Zhao, Gallo, Frosio, Kautz: Loss Functions for Image Restoration with Neural Networks (arXiv 1511.08861).</summary>
public static class LossFunctionTable
{
    private const string Pictures = "the paper's own test pictures";

    /// <summary>One network trained with four losses, ×2. All of it is the paper's alone.</summary>
    public static PaperTable Table { get; } = new(
        "losses",
        "Loss functions: one network, four losses, ×2",
        "arXiv 1511.08861, the table of super-resolution",
        [
            Row("Bilinear", 27.16, 0.8632, "1000·l2 2.5697, 1000·l1 28.7764, MS-SSIM 0.9603, IW-SSIM 0.9532, GMSD 0.0714, FSIM 0.9070"),
            Row("L2", 30.66, 0.9274, "1000·l2 1.2407, 1000·l1 20.4730, MS-SSIM 0.9816, IW-SSIM 0.9868, GMSD 0.0298, FSIM 0.9600"),
            Row("L1", 31.26, 0.9322, "1000·l2 1.1062, 1000·l1 19.0643, MS-SSIM 0.9826, IW-SSIM 0.9879, GMSD 0.0259, FSIM 0.9671"),
            Row("MS-SSIM", 30.11, 0.9290, "1000·l2 1.3223, 1000·l1 22.3968, MS-SSIM 0.9817, IW-SSIM 0.9866, GMSD 0.0316, FSIM 0.9601"),
            Row("Mix", 31.34, 0.9334, "1000·l2 1.0990, 1000·l1 18.8983, MS-SSIM 0.9829, IW-SSIM 0.9881, GMSD 0.0255, FSIM 0.9680"),
        ],
        [],
        [
            "Noted from memory and not checked against the paper: a reminder of the order, no reference.",
            "The paper's test pictures and its networks are not in the kit, so nothing of ours can stand beside a row. Notebook 11 has another network that was trained here with each of the four losses, on other pictures.",
        ]);

    private static PaperRow Row(string loss, double psnr, double ssim, string others) => new(loss, Pictures, 2, null, psnr, ssim, others);
}
