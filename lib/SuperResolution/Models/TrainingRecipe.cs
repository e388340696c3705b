using System.Text.Json;
using System.Text.Json.Serialization;
using SuperResolution.Platform;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>
/// The settings of a training; one derived record for each paper, with the paper's values and those that the kit uses as presets.
/// </summary>
/// <remarks>
/// Everything that decides the resulting weights is in here, the pictures apart. Equal recipes are equal records; print one to see it
/// beside its paper. They are values: what trains with them (losses, patches, start) is in the folder Training.
/// </remarks>
public abstract record TrainingRecipe
{
    /// <summary>2, 3, 4 …</summary>
    public required int Scale { get; init; }

    /// <summary>Updates of the weights.</summary>
    public required int Steps { get; init; }

    /// <summary>Patches in one update.</summary>
    public required int Batch { get; init; }

    /// <summary>Side of a patch of the network's input in pixels; for SRCNN of its output.</summary>
    public required int Patch { get; init; }

    /// <summary>Learning rate of each update.</summary>
    public required RateSchedule Rate { get; init; }

    /// <summary>Adam's decay of the second moment; the first one's is 0.9 in all papers of the series.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>First values of the weights.</summary>
    public FirstValues FirstValues { get; init; } = FirstValues.PyTorch;

    /// <summary>The gradients' common norm is clipped to this; null: not at all.</summary>
    public double? MaxGradientNorm { get; init; }

    /// <summary>Decay of a moving average of the weights, which is then what is measured and kept; null: none.</summary>
    public double? EmaDecay { get; init; }

    /// <summary>
    /// Whether networks are run in bfloat16, with weights, optimiser, normalisations and losses in float32: a large gain on CUDA, a loss
    /// on most CPUs.
    /// </summary>
    /// <remarks>
    /// Part of the recipe, whatever the device, because it decides the resulting weights. Not written into checkpoints where it is off.
    /// </remarks>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool MixedPrecision { get; init; }

    /// <summary>
    /// Whether normalisations keep the statistics that the network starts with, in training too: for a training that goes on from good
    /// weights.
    /// </summary>
    /// <remarks>
    /// With a batch's own statistics the network is trained as another function than the one that is used. An adversarial training on
    /// small batches shifted colours by up to 9.5 of 255 levels with them, and by up to 4.9 with fixed ones.
    /// </remarks>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool FixedStatistics { get; init; }

    /// <summary>First weights and data order.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The network's name in tables and file names, e.g. "SRResNet".</summary>
    public abstract string Network { get; }

    /// <summary>The recipe of the paper, for comparison.</summary>
    protected abstract TrainingRecipe PaperRecipe { get; }

    /// <summary>What is minimised.</summary>
    protected internal abstract Objective Minimised { get; }

    /// <summary>Whether it is trained on luma that was enlarged before, instead of colours.</summary>
    protected internal virtual bool OnLuma => false;

    /// <summary>By how many pixels a patch of the input is larger than the output's on every side.</summary>
    protected internal virtual int Margin => 0;

    /// <summary>The scales of the patches in a batch, in equal shares.</summary>
    protected internal virtual IReadOnlyList<int> PatchScales => [Scale];

    /// <summary>The side in pixels that a training picture must have: smaller ones are left out.</summary>
    internal int SmallestSide => OnLuma
        ? PatchScales.Max(scale => (Patch + (2 * Margin) + scale - 1) / scale * scale)
        : Scale * Patch;

    /// <summary>The network with first values, on the kit's device; the caller owns it.</summary>
    internal Module<Tensor, Tensor> Untrained()
    {
        var device = Compute.Device; // also sets threads and the allocator, before anything large is made
        using var generator = new Generator((ulong)Seed);
        var network = Build();
        Initialization.Apply(network, FirstValues, generator);
        return network.to(device).UseChannelsLast();
    }

    /// <summary>The output that is compared with the target.</summary>
    public virtual Tensor Forward(Module<Tensor, Tensor> network, Tensor input) => network.call(input);

    /// <summary>By what the learning rate of a parameter differs.</summary>
    /// <param name="parameter">Its name.</param>
    public virtual double RateFactor(string parameter) => 1;

    /// <summary>Every setting beside the paper's.</summary>
    public IEnumerable<(string Setting, string Value, string Paper)> Rows() =>
        Settings().Zip(PaperRecipe.Settings(), (here, paper) => (here.Setting, here.Value, paper.Value));

    /// <summary>Setting and value, one row each in the same order for all recipes of a type; the network's own first.</summary>
    public virtual IEnumerable<(string Setting, string Value)> Settings() =>
    [
        ("scale", $"×{Scale}"),
        ("updates", FormattableString.Invariant($"{Steps:N0}")),
        ("batch", $"{Batch}"),
        ("patch", $"{Patch}×{Patch}"),
        ("learning rate", Rate.Describe()),
        ("optimiser", FormattableString.Invariant($"Adam (0.9, {Beta2})")),
        ("first values", FirstValues.ToString()),
        ("gradient clipping", MaxGradientNorm is { } max ? FormattableString.Invariant($"norm {max}") : "none"),
        ("precision", MixedPrecision ? "bfloat16, weights float32" : "float32"),
        ("BN statistics", FixedStatistics ? "fixed" : "the batch's"),
        ("average of weights", EmaDecay is { } decay ? FormattableString.Invariant($"{decay}") : "none"),
    ];

    /// <summary>An empty network of the recipe's architecture.</summary>
    protected abstract Module<Tensor, Tensor> Build();

    /// <summary>The settings beside the paper's, as aligned text.</summary>
    public sealed override string ToString()
    {
        var rows = Rows().Prepend((Setting: Network, Value: "here", Paper: "paper")).ToList();
        var (first, second) = (rows.Max(row => row.Setting.Length), rows.Max(row => row.Value.Length));
        return string.Join('\n', rows.Select(row => $"{row.Setting.PadRight(first)}  {row.Value.PadRight(second)}  {row.Paper}"));
    }

    internal string ToJson() => JsonSerializer.Serialize(this, GetType());
}
