namespace SuperResolution.Workbench.Report;

/// <summary>The papers that the series names by their arXiv number.</summary>
internal static class Bibliography
{
    /// <summary>Authors, title and where it appeared; null for a number that is not known here.</summary>
    public static Paper? Find(string number) => papers.GetValueOrDefault(number);

    private static readonly Dictionary<string, Paper> papers = new()
    {
        ["1211.5063"] = new("Pascanu, Mikolov, Bengio", "On the difficulty of training recurrent neural networks", "ICML 2013"),
        ["1404.5997"] = new("Krizhevsky", "One weird trick for parallelizing convolutional neural networks", "2014"),
        ["1409.1556"] = new("Simonyan, Zisserman", "Very deep convolutional networks for large-scale image recognition", "ICLR 2015"),
        ["1411.7766"] = new("Liu, Luo, Wang, Tang", "Deep learning face attributes in the wild", "ICCV 2015"),
        ["1412.0035"] = new("Mahendran, Vedaldi", "Understanding deep image representations by inverting them", "CVPR 2015"),
        ["1412.6980"] = new("Kingma, Ba", "Adam: a method for stochastic optimization", "ICLR 2015"),
        ["1501.00092"] = new("Dong, Loy, He, Tang", "Image super-resolution using deep convolutional networks", "TPAMI 2016"),
        ["1502.01852"] = new("He, Zhang, Ren, Sun",
        "Delving deep into rectifiers: surpassing human-level performance on ImageNet classification", "ICCV 2015"),
        ["1511.04587"] = new("Kim, Lee, Lee", "Accurate image super-resolution using very deep convolutional networks", "CVPR 2016"),
        ["1511.08861"] = new("Zhao, Gallo, Frosio, Kautz", "Loss functions for neural networks for image processing", "IEEE TCI 2017"),
        ["1512.03385"] = new("He, Zhang, Ren, Sun", "Deep residual learning for image recognition", "CVPR 2016"),
        ["1608.03983"] = new("Loshchilov, Hutter", "SGDR: stochastic gradient descent with warm restarts", "ICLR 2017"),
        ["1609.04802"] = new("Ledig, Theis, Huszár, Caballero, Cunningham, Acosta, Aitken, Tejani, Totz, Wang, Shi",
        "Photo-realistic single image super-resolution using a generative adversarial network", "CVPR 2017"),
        ["1609.05158"] = new("Shi, Caballero, Huszár, Totz, Aitken, Bishop, Rueckert, Wang",
        "Real-time single image and video super-resolution using an efficient sub-pixel convolutional neural network", "CVPR 2016"),
        ["1611.04076"] = new("Mao, Li, Xie, Lau, Wang, Smolley", "Least squares generative adversarial networks", "ICCV 2017"),
        ["1701.04128"] = new("Luo, Li, Urtasun, Zemel",
        "Understanding the effective receptive field in deep convolutional neural networks", "NeurIPS 2016"),
        ["1704.03915"] = new("Lai, Huang, Ahuja, Yang", "Deep Laplacian pyramid networks for fast and accurate super-resolution",
        "CVPR 2017"),
        ["1705.02894"] = new("Lim, Ye", "Geometric GAN", "2017"),
        ["1707.02921"] = new("Lim, Son, Kim, Nah, Lee", "Enhanced deep residual networks for single image super-resolution",
        "CVPR workshops 2017"),
        ["1707.02937"] = new("Aitken, Ledig, Theis, Caballero, Wang, Shi", "Checkerboard artifact free sub-pixel convolution", "2017"),
        ["1711.06077"] = new("Blau, Michaeli", "The perception–distortion tradeoff", "CVPR 2018"),
        ["1801.03924"] = new("Zhang, Isola, Efros, Shechtman, Wang",
        "The unreasonable effectiveness of deep features as a perceptual metric", "CVPR 2018"),
        ["1802.05957"] = new("Miyato, Kataoka, Koyama, Yoshida", "Spectral normalization for generative adversarial networks",
        "ICLR 2018"),
        ["1803.02077"] = new("Mechrez, Talmi, Zelnik-Manor", "The contextual loss for image transformation with non-aligned data",
        "ECCV 2018"),
        ["1807.00734"] = new("Jolicoeur-Martineau", "The relativistic discriminator: a key element missing from standard GAN",
        "ICLR 2019"),
        ["1809.00219"] = new("Wang, Yu, Wu, Gu, Liu, Dong, Qiao, Loy",
        "ESRGAN: enhanced super-resolution generative adversarial networks", "ECCV workshops 2018"),
        ["1904.00523"] = new("Cai, Zeng, Yong, Cao, Zhang",
        "Toward real-world single image super-resolution: a new benchmark and a new model", "ICCV 2019"),
        ["1905.03277"] = new("Wronski, Garcia-Dorado, Ernst, Kelly, Krainin, Liang, Levoy, Milanfar",
        "Handheld multi-frame super-resolution", "ACM Transactions on Graphics 2019"),
        ["1905.05169"] = new("Zhang, Chen, Ng, Koltun", "Zoom to learn, learn to zoom", "CVPR 2019"),
        ["2007.12142"] = new("Gu, Cai, Chen, Ye, Ren, Dong",
        "PIPAL: a large-scale image quality assessment dataset for perceptual image restoration", "ECCV 2020"),
        ["2103.14006"] = new("Zhang, Liang, Van Gool, Timofte",
        "Designing a practical degradation model for deep blind image super-resolution", "ICCV 2021"),
        ["2107.10833"] = new("Wang, Xie, Dong, Shan", "Real-ESRGAN: training real-world blind super-resolution with pure synthetic data",
        "ICCV workshops 2021"),
    };
}

/// <summary>A paper.</summary>
/// <param name="Authors">Family names in their order.</param>
/// <param name="Title">As printed, in lower case but for names.</param>
/// <param name="Place">Conference or journal and year; the year alone where it appeared on arXiv only.</param>
internal sealed record Paper(string Authors, string Title, string Place);
