namespace SuperResolution.Models;

/// <summary>VGG19: 2, 2, 4, 4 and 4 convolutions; the network of the perceptual losses.</summary>
/// <param name="wanted">The layers that are returned.</param>
/// <param name="preprocessing">How the weights want their input.</param>
/// <exception cref="ArgumentException">A layer that the network does not have.</exception>
public sealed class Vgg19Features(IReadOnlyList<VggLayer> wanted, VggPreprocessing preprocessing)
    : VggFeatures(nameof(Vgg19Features), [2, 2, 4, 4, 4], wanted, preprocessing)
{
    /// <summary>One layer only.</summary>
    public Vgg19Features(VggLayer wanted, VggPreprocessing preprocessing) : this([wanted], preprocessing)
    {
    }
}
