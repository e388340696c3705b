namespace SuperResolution.Losses;

/// <summary>One term of a sum of losses.</summary>
/// <param name="Name">What it is for, e.g. "content".</param>
/// <param name="Weight">Its factor, at least 0.</param>
/// <param name="Loss">The loss itself.</param>
public sealed record LossTerm(string Name, double Weight, Loss Loss);
