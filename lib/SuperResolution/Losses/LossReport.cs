using System.Collections;
using System.Globalization;

namespace SuperResolution.Losses;

/// <summary>What one term of a loss amounted to.</summary>
/// <param name="Name">The term's name.</param>
/// <param name="Weight">Its factor.</param>
/// <param name="Value">The loss without the factor.</param>
public readonly record struct LossTermValue(string Name, double Weight, double Value)
{
    /// <summary>Weight times value: what the term adds to the loss.</summary>
    public double Weighted => Weight * Value;
}

/// <summary>The terms of a loss for one batch, and what share each has; prints as a small table.</summary>
/// <remarks>
/// A term with a share near 0 or 100 % at the start of a training is worth a second look at its weight. Shares are of values: gradients
/// may differ.
/// </remarks>
public sealed class LossReport(IReadOnlyList<LossTermValue> terms) : IReadOnlyList<LossTermValue>
{
    /// <summary>The number of terms.</summary>
    public int Count => terms.Count;

    /// <summary>The sum of the weighted terms: the loss.</summary>
    public double Total => terms.Sum(term => term.Weighted);

    /// <summary>A term, in the order of the loss.</summary>
    public LossTermValue this[int index] => terms[index];

    /// <summary>The share of a term, 0…1: its weighted value over the sum of all, without signs. 0 where all are 0.</summary>
    public double Share(int index)
    {
        var sum = terms.Sum(term => Math.Abs(term.Weighted));
        return sum > 0 ? Math.Abs(terms[index].Weighted) / sum : 0;
    }

    /// <summary>The terms in turn.</summary>
    public IEnumerator<LossTermValue> GetEnumerator() => terms.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>One line per term: name, weight × value = weighted value, share.</summary>
    public override string ToString()
    {
        var width = terms.Select(term => term.Name.Length).Append("total".Length).Max();
        var lines = terms.Select((term, i) => string.Create(CultureInfo.InvariantCulture,
            $"{term.Name.PadRight(width)}  {term.Weight,8:g3} × {term.Value,-10:g4} = {term.Weighted,-10:g4} {100 * Share(i),5:f1} %"));
        return string.Join('\n', lines.Append(
            string.Create(CultureInfo.InvariantCulture, $"{"total".PadRight(width)}  {"",8}   {"",-10} = {Total:g4}")));
    }
}
