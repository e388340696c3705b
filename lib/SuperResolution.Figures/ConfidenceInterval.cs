using System.Globalization;

namespace SuperResolution.Metrics.Statistics;

/// <summary>An estimate and the interval that holds the true value with a stated confidence.</summary>
/// <param name="Estimate">In the unit of the values.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="Level">Confidence in (0, 1), e.g. 0.95.</param>
public readonly record struct ConfidenceInterval(double Estimate, double Low, double High, double Level)
{
    /// <summary>Whether a value is one that the data do not speak against.</summary>
    public bool Contains(double value) => value >= Low && value <= High;

    /// <summary>E.g. "28.42, 95 % CI 26.80…30.10".</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Estimate:0.00##}, {Level * 100:0.##} % CI {Low:0.00##}…{High:0.00##}");
}
