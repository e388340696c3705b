using static TorchSharp.torch;

namespace SuperResolution.Models;

/// <summary>Colour constants that networks were trained with.</summary>
internal static class Colours
{
    /// <summary>One value for each channel, as (1, N, 1, 1) in the type and on the device of <paramref name="like"/>.</summary>
    public static Tensor Channels(double[] values, Tensor like) => tensor(values, like.dtype, like.device).view(1, values.Length, 1, 1);
}
