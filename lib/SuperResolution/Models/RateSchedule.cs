using System.Globalization;
using System.Text.Json.Serialization;

namespace SuperResolution.Models;

/// <summary>The learning rate as a function of the update's number: pure, so that a training can be continued at any step.</summary>
/// <remarks>
/// Updates count from 0: <c>At(0)</c> is the rate of the first one. A milestone m means that m updates have the old rate (as in
/// PyTorch's MultiStepLR). Equal settings are equal records, and they go through JSON as part of a recipe.
/// </remarks>
[JsonDerivedType(typeof(Constant), "constant")]
[JsonDerivedType(typeof(MultiStep), "multi-step")]
[JsonDerivedType(typeof(Halving), "halving")]
[JsonDerivedType(typeof(HalfCosine), "half cosine")]
[JsonDerivedType(typeof(WarmUp), "warm-up")]
public abstract record RateSchedule
{
    private protected RateSchedule()
    {
    }

    /// <summary>The rate of update <paramref name="step"/>.</summary>
    /// <param name="step">From 0.</param>
    public abstract double At(long step);

    /// <summary>In words, for tables: "1e-4, × 0.1 after 100,000".</summary>
    public abstract string Describe();

    /// <summary>This schedule behind a linear warm-up (<see cref="WarmUp"/>).</summary>
    /// <param name="steps">Updates until the full rate, at least 1.</param>
    public RateSchedule WithWarmUp(long steps) => new WarmUp(steps, this);

    private static string Text(double rate) => rate.ToString("0.##e-0", CultureInfo.InvariantCulture);

    private static double Rated(double rate, string what = "learning rate") => double.IsFinite(rate) && rate >= 0
        ? rate
        : throw new ArgumentOutOfRangeException(nameof(rate), $"The {what} is {rate}; it must be a finite number from 0.");

    private static long Counted(long steps) => steps >= 1
        ? steps
        : throw new ArgumentOutOfRangeException(nameof(steps), $"A schedule over {steps} updates is none: use at least 1.");

    /// <summary>The same rate for all updates.</summary>
    /// <param name="Rate">At least 0.</param>
    public sealed record Constant(double Rate) : RateSchedule
    {
        /// <summary>The rate.</summary>
        public double Rate { get; } = Rated(Rate);

        /// <inheritdoc/>
        public override double At(long step) => Rate;

        /// <inheritdoc/>
        public override string Describe() => Text(Rate);
    }

    /// <summary>The rate is multiplied by a factor at each milestone.</summary>
    /// <remarks>
    /// SRGAN: 1e-4, 0.1, [100,000] (arXiv 1609.04802, section 3.2). ESRGAN's second stage: 1e-4, 0.5, [50,000; 100,000; 200,000; 300,000]
    /// (arXiv 1809.00219, section 4.1).
    /// </remarks>
    /// <param name="Rate">Before the first milestone.</param>
    /// <param name="Factor">0.5 halves.</param>
    /// <param name="Milestones">Numbers of updates, ascending.</param>
    public sealed record MultiStep(double Rate, double Factor, IReadOnlyList<long> Milestones) : RateSchedule
    {
        /// <summary>The rate before the first milestone.</summary>
        public double Rate { get; } = Rated(Rate);

        /// <summary>What each milestone multiplies by.</summary>
        public double Factor { get; } = Rated(Factor, "factor of a milestone");

        /// <summary>Numbers of updates, ascending.</summary>
        public IReadOnlyList<long> Milestones { get; } = Milestones.Zip(Milestones.Skip(1)).All(pair => pair.First < pair.Second)
            ? Milestones
            : throw new ArgumentException($"The milestones {string.Join(", ", Milestones)} must ascend.", nameof(Milestones));

        /// <inheritdoc/>
        public override double At(long step) => Rate * Math.Pow(Factor, Milestones.Count(milestone => milestone <= step));

        /// <inheritdoc/>
        public override string Describe() =>
            FormattableString.Invariant($"{Text(Rate)}, × {Factor} after ") +
            $"{string.Join("; ", Milestones.Select(milestone => milestone.ToString("N0", CultureInfo.InvariantCulture)))}";

        /// <summary>Whether all settings are equal.</summary>
        public bool Equals(MultiStep? other) =>
            other is not null && (Rate, Factor) == (other.Rate, other.Factor) && Milestones.SequenceEqual(other.Milestones);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Rate, Factor, Milestones.Count);
    }

    /// <summary>The rate is halved after every so many updates, without an end.</summary>
    /// <remarks>
    /// ESRGAN's first stage: 2e-4 every 200,000 (arXiv 1809.00219, section 4.1). EDSR: 1e-4 every 200,000 (arXiv 1707.02921, section 4.2).
    /// </remarks>
    /// <param name="Rate">Of the first updates.</param>
    /// <param name="Every">Updates between two halvings, at least 1.</param>
    public sealed record Halving(double Rate, long Every) : RateSchedule
    {
        /// <summary>The rate of the first updates.</summary>
        public double Rate { get; } = Rated(Rate);

        /// <summary>Updates between two halvings.</summary>
        public long Every { get; } = Counted(Every);

        /// <inheritdoc/>
        public override double At(long step) => Rate * Math.Pow(0.5, step / Every);

        /// <inheritdoc/>
        public override string Describe() => FormattableString.Invariant($"{Text(Rate)}, halved every {Every:N0}");
    }

    /// <summary>
    /// The rate falls along a half cosine and then stays (Loshchilov, Hutter: SGDR, arXiv 1608.03983, eq. 5, without restarts).
    /// </summary>
    /// <param name="Rate">Of the first update.</param>
    /// <param name="Steps">Updates until the end, at least 1.</param>
    /// <param name="FinalFactor">The last rate as a part of the first one.</param>
    public sealed record HalfCosine(double Rate, long Steps, double FinalFactor = 0) : RateSchedule
    {
        /// <summary>The rate of the first update.</summary>
        public double Rate { get; } = Rated(Rate);

        /// <summary>The last rate as a part of the first one.</summary>
        public double FinalFactor { get; } = Rated(FinalFactor, "final factor");

        /// <summary>Updates until the end.</summary>
        public long Steps { get; } = Counted(Steps);

        /// <inheritdoc/>
        public override double At(long step) =>
            Rate * (FinalFactor + ((1 - FinalFactor) * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(step, Steps) / Steps))));

        /// <inheritdoc/>
        public override string Describe() =>
            FormattableString.Invariant($"{Text(Rate)}, half cosine to {Text(Rate * FinalFactor)} at {Steps:N0}");
    }

    /// <summary>The rate grows linearly to that of another schedule (Goyal et al., arXiv 1706.02677, section 2.2).</summary>
    /// <remarks>
    /// Update n of N has (n + 1)/N of the other schedule's rate; none is wasted on a rate of 0. The other one's count is not moved: its
    /// milestones stay where the paper puts them.
    /// </remarks>
    /// <param name="Steps">Updates until the full rate, at least 1.</param>
    /// <param name="Then">The other schedule.</param>
    public sealed record WarmUp(long Steps, RateSchedule Then) : RateSchedule
    {
        /// <summary>Updates until the full rate.</summary>
        public long Steps { get; } = Counted(Steps);

        /// <inheritdoc/>
        public override double At(long step) => Then.At(step) * Math.Min(1, (step + 1.0) / Steps);

        /// <inheritdoc/>
        public override string Describe() => FormattableString.Invariant($"{Then.Describe()}, warm-up over {Steps:N0}");
    }
}
