using static TorchSharp.torch;

namespace SuperResolution.Models;

/// <summary>Colour constants that networks were trained with.</summary>
internal static class Colours
{
    /// <summary>Mean RGB of DIV2K's training images, as (1, 3, 1, 1) in the type and on the device of <paramref name="like"/>.</summary>
    public static Tensor Div2kMean(Tensor like) => Channels([0.4488, 0.4371, 0.4040], like);

    /// <summary>One value for each channel.</summary>
    public static Tensor Channels(double[] values, Tensor like) => tensor(values, like.dtype, like.device).view(1, values.Length, 1, 1);
}
