namespace SuperResolution.Models;

/// <summary>VGG16: 2, 2, 3, 3 and 3 convolutions; the network of LPIPS-VGG.</summary>
/// <param name="wanted">The layers that are returned.</param>
/// <param name="preprocessing">How the weights want their input.</param>
/// <exception cref="ArgumentException">A layer that the network does not have.</exception>
public sealed class Vgg16Features(IReadOnlyList<VggLayer> wanted, VggPreprocessing preprocessing)
    : VggFeatures(nameof(Vgg16Features), [2, 2, 3, 3, 3], wanted, preprocessing);
