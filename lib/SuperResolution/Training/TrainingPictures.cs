using SuperResolution.Datasets;

namespace SuperResolution.Training;

/// <summary>What the kit trains on.</summary>
public static class TrainingPictures
{
    /// <summary>T91 and the training part of BSDS500, the 291 images of the VDSR paper (arXiv 1511.04587, section 5.1); none of them is in a test set.</summary>
    public static ImageSet Load() => ImageSet.Join("T91 + BSDS500 train", T91.Load(), Bsds500.Train());
}
