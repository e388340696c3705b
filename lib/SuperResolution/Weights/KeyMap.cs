using System.Text;
using System.Text.RegularExpressions;

namespace SuperResolution.Weights;

/// <summary>Translates the key names of a public weight file into the kit's, and back.</summary>
/// <remarks>
/// A rule is a pair of prefixes, theirs and ours; <c>#</c> stands for a number, and the n-th <c>#</c> of one side is the n-th of the other, plus
/// the rule's shift. The first rule that fits is taken; a key that no rule fits stays as it is.
/// </remarks>
public sealed class KeyMap
{
    private readonly List<Rule> rules;
    private readonly string[] dropped;

    private KeyMap(string name, IEnumerable<(string Theirs, string Ours, int Shift)> rules, string[]? dropped = null) =>
        (Name, this.rules, this.dropped) = (name, [.. rules.Select(rule => new Rule(rule.Theirs, rule.Ours, rule.Shift))], dropped ?? []);

    /// <summary>Whose names these are.</summary>
    public string Name { get; }

    /// <summary>ESRGAN's release of 2018 (RRDB_trunk.N.RDB1.conv1, trunk_conv, upconv1, HRconv) for <see cref="Models.RrdbNet"/>.</summary>
    public static KeyMap Esrgan2018 { get; } = new("ESRGAN 2018",
    [
        ("RRDB_trunk.#.RDB#.", "body.#.rdb#.", 0), ("trunk_conv.", "conv_body.", 0), ("upconv1.", "conv_up1.", 0), ("upconv2.", "conv_up2.", 0), ("HRconv.", "conv_hr.", 0),
    ]);

    /// <summary>ESRGAN before its first public rewrite (model.0, model.1.sub.N.RDB1.conv1.0, model.3 …), also in KAIR's files, for <see cref="Models.RrdbNet"/> ×4.</summary>
    /// <param name="blocks">Blocks: model.1.sub.{blocks} is the convolution behind them.</param>
    public static KeyMap EsrganSequential(int blocks) => new("ESRGAN model.N",
    [
        ("model.0.", "conv_first.", 0), ($"model.1.sub.{blocks}.", "conv_body.", 0), ("model.1.sub.#.RDB#.conv#.0.", "body.#.rdb#.conv#.", 0),
        ("model.3.", "conv_up1.", 0), ("model.6.", "conv_up2.", 0), ("model.8.", "conv_hr.", 0), ("model.10.", "conv_last.", 0),
    ]);

    /// <summary>
    /// Public SRGAN generators whose parts are block1 (first convolution), block2 … (residual blocks), the trunk's end and the enlarging block, for <see cref="Models.SrResNet"/>.
    /// </summary>
    /// <param name="blocks">Residual blocks; 5 in the usual files.</param>
    /// <param name="stages">Enlarging stages: 1 for ×2, 2 for ×4, 3 for ×8.</param>
    /// <param name="trunkEnd">What ends the trunk.</param>
    public static KeyMap SrganBlocks(int blocks, int stages, Models.TrunkEnd trunkEnd) => new("SRGAN block1 …",
    [
        ("block1.0.", "conv1.", 0), ("block1.1.", "prelu1.", 0),
        ($"block{blocks + 2}.0.", "conv2.", 0), ($"block{blocks + 2}.1.", trunkEnd == Models.TrunkEnd.BatchNorm ? "bn2." : "prelu2.", 0),
        ($"block{blocks + 3}.{stages}.", "conv3.", 0), ($"block{blocks + 3}.#.", "up#.", 0),
        ("block#.", "block#.", -2),
    ]);

    /// <summary>EDSR's first PyTorch code (head.0, body.N.body.0, tail.0.0, tail.1) for <see cref="Models.Edsr"/>; its colour shifts are constants here.</summary>
    /// <param name="blocks">Residual blocks: body.{blocks} is the convolution behind them.</param>
    public static KeyMap EdsrPyTorch(int blocks) => new("EDSR-PyTorch",
    [
        ("head.0.", "conv_first.", 0), ($"body.{blocks}.", "conv_after_body.", 0), ("body.#.body.0.", "body.#.conv1.", 0), ("body.#.body.2.", "body.#.conv2.", 0),
        ("tail.0.#.", "upsample.#.", 0), ("tail.1.", "conv_last.", 0),
    ], dropped: ["sub_mean.", "add_mean."]);

    /// <summary>MMEditing's SRResNet and SRGAN (generator.trunk_net.N.conv1, generator.upsample1.upsample_conv) for <see cref="Models.MsrResNet"/>; what only training needs is left out.</summary>
    public static KeyMap MmEditing { get; } = new("MMEditing",
    [
        ("generator.trunk_net.#.", "body.#.", 0), ("generator.upsample#.upsample_conv.", "upconv#.", 0), ("generator.", "", 0),
    ], dropped: ["discriminator.", "perceptual_loss.", "step_counter"]);

    /// <summary>torchvision's VGG: the convolutions keep their names, the classifier is left out.</summary>
    public static KeyMap TorchVisionVgg { get; } = new("torchvision VGG", [], dropped: ["classifier."]);

    /// <summary>Networks that were saved inside of DataParallel: a prefix <c>module.</c> before every key.</summary>
    public static KeyMap DataParallel { get; } = new("DataParallel", [("module.", "", 0)]);

    /// <summary>The kit's name for a key of theirs; null where it has no counterpart (a classifier, constants).</summary>
    public string? ToOurs(string key) => dropped.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal)) ? null : Translate(key, rule => rule.ToOurs(key));

    /// <summary>Their name for a key of the kit.</summary>
    public string ToTheirs(string key) => Translate(key, rule => rule.ToTheirs(key));

    /// <summary>The same tensors under the kit's names; keys without a counterpart are left out.</summary>
    /// <exception cref="WeightsFormatException">Two keys get the same name.</exception>
    public Dictionary<string, T> ToOurs<T>(IEnumerable<KeyValuePair<string, T>> tensors)
    {
        var result = new Dictionary<string, T>();
        foreach (var (key, value) in tensors)
        {
            if (ToOurs(key) is { } ours && !result.TryAdd(ours, value)) throw new WeightsFormatException(Name, $"two keys become '{ours}', one of them '{key}'");
        }
        return result;
    }

    private string Translate(string key, Func<Rule, string?> translate) => rules.Select(translate).FirstOrDefault(name => name is not null) ?? key;

    private sealed class Rule(string theirs, string ours, int shift)
    {
        private readonly Regex theirPattern = Pattern(theirs), ourPattern = Pattern(ours);

        public string? ToOurs(string key) => Replace(key, theirPattern, ours, shift);

        public string? ToTheirs(string key) => Replace(key, ourPattern, theirs, -shift);

        private static Regex Pattern(string prefix) => new("^" + Regex.Escape(prefix).Replace("\\#", "([0-9]{1,6})"), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

        private static string? Replace(string key, Regex pattern, string target, int shift)
        {
            var match = pattern.Match(key);
            if (!match.Success) return null;
            var numbers = match.Groups.Values.Skip(1).Select(group => int.Parse(group.ValueSpan, System.Globalization.CultureInfo.InvariantCulture) + shift).ToList();
            if (numbers.Exists(number => number < 0)) return null;
            var (result, next) = (new StringBuilder(), 0);
            foreach (var character in target) _ = character == '#' ? result.Append(numbers[next++]) : result.Append(character);
            return result.Append(key.AsSpan(match.Length)).ToString();
        }
    }
}
