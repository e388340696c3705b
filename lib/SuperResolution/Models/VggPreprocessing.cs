namespace SuperResolution.Models;

/// <summary>How VGG weights want their input.</summary>
public enum VggPreprocessing
{
    /// <summary>torchvision's training: RGB in [0, 1], minus (0.485, 0.456, 0.406), over (0.229, 0.224, 0.225).</summary>
    TorchVision,

    /// <summary>The Oxford training, also in Keras: BGR in 0…255, minus (103.939, 116.779, 123.68).</summary>
    Oxford,

    /// <summary>The caller hands over what the weights want.</summary>
    Done,
}
