using SuperResolution.Losses;

namespace SuperResolution.Training;

/// <summary>What one update did.</summary>
/// <param name="Step">Updates so far.</param>
/// <param name="Steps">Updates in all.</param>
/// <param name="Loss">What the network minimises, term by term.</param>
/// <param name="LearningRate">Of this update.</param>
/// <param name="Gan">The discriminator's side; null in trainings without one.</param>
public sealed record TrainingStep(int Step, int Steps, LossReport Loss, double LearningRate, GanFigures? Gan = null);

/// <summary>How the game of a GAN stands.</summary>
/// <param name="DiscriminatorLoss">What the discriminator minimises.</param>
/// <param name="Real">Mean of D(real) = σ(logit) over the batch, 0…1.</param>
/// <param name="Fake">Mean of D(fake) over the batch, 0…1.</param>
public sealed record GanFigures(double DiscriminatorLoss, double Real, double Fake);
