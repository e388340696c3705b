namespace SuperResolution.Models;

/// <summary>How feature maps are compared.</summary>
public enum ContentCriterion
{
    /// <summary>Mean squared difference over all channels and positions.</summary>
    Mse,

    /// <summary>Mean absolute difference, as the published configuration of ESRGAN has it.</summary>
    L1,

    /// <summary>
    /// SRGAN's eq. 5 to the letter: squared differences summed over the channels, mean over the W·H positions. C times <see cref="Mse"/>.
    /// </summary>
    SumOverChannels,
}
