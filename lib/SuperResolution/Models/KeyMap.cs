using System.Text;
using System.Text.RegularExpressions;

namespace SuperResolution.Models;

/// <summary>Translates the key names of a public weight file into the kit's, and back.</summary>
/// <remarks>
/// A rule is a pair of prefixes, theirs and ours; <c>#</c> stands for a number, and the n-th <c>#</c> of one side is the n-th of the
/// other, plus the rule's shift. The first rule that fits is taken; a key that no rule fits stays as it is.
/// </remarks>
public sealed class KeyMap
{
    private readonly List<Rule> rules;
    private readonly string[] dropped;

    /// <summary>A translation.</summary>
    /// <param name="name">Whose names these are.</param>
    /// <param name="rules">Prefixes: theirs, ours, and what is added to numbers of theirs.</param>
    /// <param name="dropped">Prefixes of keys that have no counterpart: constants, and what only training needs.</param>
    public KeyMap(string name, IEnumerable<(string Theirs, string Ours, int Shift)> rules, params string[] dropped) =>
        (Name, this.rules, this.dropped) = (name, [.. rules.Select(rule => new Rule(rule.Theirs, rule.Ours, rule.Shift))], dropped);

    /// <summary>Whose names these are.</summary>
    public string Name { get; }

    /// <summary>The kit's name for a key of theirs; null where it has no counterpart (a classifier, constants).</summary>
    public string? ToOurs(string key) =>
        dropped.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal)) ? null : Translate(key, rule => rule.ToOurs(key));

    /// <summary>Their name for a key of the kit.</summary>
    public string ToTheirs(string key) => Translate(key, rule => rule.ToTheirs(key));

    /// <summary>The same tensors under the kit's names; keys without a counterpart are left out.</summary>
    /// <exception cref="FormatException">Two keys get the same name.</exception>
    public Dictionary<string, T> ToOurs<T>(IEnumerable<KeyValuePair<string, T>> tensors)
    {
        var result = new Dictionary<string, T>();
        foreach (var (key, value) in tensors)
        {
            if (ToOurs(key) is { } ours && !result.TryAdd(ours, value))
                throw new FormatException($"two keys become '{ours}', one of them '{key}' ({Name})");
        }
        return result;
    }

    private string Translate(string key, Func<Rule, string?> translate) =>
        rules.Select(translate).FirstOrDefault(name => name is not null) ?? key;

    private sealed class Rule(string theirs, string ours, int shift)
    {
        private readonly Regex theirPattern = Pattern(theirs), ourPattern = Pattern(ours);

        public string? ToOurs(string key) => Replace(key, theirPattern, ours, shift);

        public string? ToTheirs(string key) => Replace(key, ourPattern, theirs, -shift);

        private static Regex Pattern(string prefix) =>
            new("^" + Regex.Escape(prefix).Replace("\\#", "([0-9]{1,6})"), RegexOptions.CultureInvariant);

        private static string? Replace(string key, Regex pattern, string target, int shift)
        {
            var match = pattern.Match(key);
            if (!match.Success) return null;
            var numbers = match.Groups.Values.Skip(1)
                .Select(group => int.Parse(group.ValueSpan, System.Globalization.CultureInfo.InvariantCulture) + shift).ToList();
            if (numbers.Exists(number => number < 0)) return null;
            var (result, next) = (new StringBuilder(), 0);
            foreach (var character in target) _ = character == '#' ? result.Append(numbers[next++]) : result.Append(character);
            return result.Append(key.AsSpan(match.Length)).ToString();
        }
    }
}
