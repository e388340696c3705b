namespace SuperResolution.Winograd;

/// <summary>What is added to a convolution's answer before it is stored: y ↦ Scale · y + Maps.</summary>
/// <param name="Maps">Feature maps of the output's size and channels; may be the output itself. Null: nothing is scaled or added.</param>
/// <param name="Scale">The factor of the convolution's answer.</param>
public readonly record struct Residual(FeatureMaps? Maps, float Scale);
