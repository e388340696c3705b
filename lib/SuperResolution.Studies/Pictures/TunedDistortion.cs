using SuperResolution.Imaging;

namespace SuperResolution.Metrics;

/// <summary>What <see cref="EqualMse"/> found.</summary>
/// <param name="Strength">The strength, in the distortion's own unit.</param>
/// <param name="Picture">The distorted picture.</param>
/// <param name="Mse">Its mean squared error, samples in 0…255.</param>
public sealed record TunedDistortion(double Strength, Picture Picture, double Mse);
