using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SuperResolution.Platform;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>
/// The settings of a training on a pixel loss or a perceptual one. Presets are values beside their networks: the paper's, and those that
/// the kit uses.
/// </summary>
/// <remarks>
/// Everything that decides the resulting weights is in here, the pictures apart. Equal recipes are equal records; print one to see it
/// beside its paper. What trains with them (losses, patches, start) is in the folder Training. The names in JSON are those of the first
/// checkpoints.
/// </remarks>
public record TrainingRecipe
{
    private static readonly JsonSerializerOptions json =
        new() { TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { OnlySettings } } };

    /// <summary>The network's name in tables and file names, e.g. "SRResNet".</summary>
    public required string Network { get; init; }

    /// <summary>Depth and width.</summary>
    [JsonIgnore]
    public required INetworkSettings Shape { get; init; }

    /// <summary>What is minimised; by a GAN's generator apart from the adversarial and the pixel loss.</summary>
    [JsonIgnore]
    public required Objective Loss { get; init; }

    /// <summary>φ_i,j whose difference is the perceptual loss; null: the loss is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public VggLayer? Features => (Loss as FeatureObjective)?.Features;

    /// <summary>Factor on them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? FeatureScale => (Loss as FeatureObjective)?.Scale;

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

    /// <summary>Learning rate of the last layer relative to the others; null: the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? LastLayerFactor { get; init; }

    /// <summary>Adam's decay of the second moment; the first one's is 0.9 in all papers of the series.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>How the weights are initialised.</summary>
    [JsonPropertyName("FirstValues")]
    public Initialisation Initialisation { get; init; }

    /// <summary>The gradients' common norm is clipped to this; null: not at all.</summary>
    public double? MaxGradientNorm { get; init; }

    /// <summary>Decay of a moving average of the weights, which is then what is measured and kept; null: none.</summary>
    public double? EmaDecay { get; init; }

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

    /// <summary>Initialisation and data order.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The paper's recipe, beside which this one is printed; null: it is the paper's.</summary>
    [JsonIgnore]
    public TrainingRecipe? Paper { get; init; }

    /// <summary>The scales of the patches in a batch, in equal shares.</summary>
    internal IReadOnlyList<int> PatchScales => Shape.Scales is { Count: > 0 } all ? all : [Scale];

    /// <summary>The side in pixels that a training picture must have: smaller ones are left out.</summary>
    internal int SmallestSide => Shape.OnLuma
        ? PatchScales.Max(scale => (Patch + (2 * Shape.Margin) + scale - 1) / scale * scale)
        : Scale * Patch;

    [JsonInclude, JsonPropertyName("Shape")]
    internal object ShapeInJson => Shape; // with the properties of its own type

    // What the paper has too follows from the network's name; the rest of an objective is one's own code, whose name is recorded.
    [JsonInclude, JsonPropertyName("Loss"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal RestorationLoss? LossInJson => Loss is PixelObjective pixel && !pixel.Equals(Paper?.Loss ?? Loss) ? pixel.Loss : null;

    [JsonInclude, JsonPropertyName("Criterion"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal ContentCriterion? CriterionInJson => Loss is FeatureObjective { Criterion: var criterion }
        && Paper?.Loss is FeatureObjective { Criterion: var usual } && usual != criterion ? criterion : null;

    /// <summary>Every setting beside the paper's.</summary>
    public IEnumerable<(string Setting, string Value, string Paper)> Rows() =>
        Settings().Zip((Paper ?? this).Settings(), (here, paper) => (here.Setting, here.Value, paper.Value));

    /// <summary>Setting and value, one row each in the same order for all recipes of a network; the network's own first.</summary>
    public IEnumerable<(string Setting, string Value)> Settings() =>
    [
        ("network", Shape.Size),
        ("scale", $"×{Scale}"),
        ("updates", FormattableString.Invariant($"{Steps:N0}")),
        ("batch", $"{Batch}"),
        ("patch", $"{Patch}×{Patch}"),
        ("learning rate", Rate.Describe()),
        ("optimiser", FormattableString.Invariant($"Adam (0.9, {Beta2})")),
        ("first values", $"{Initialisation}"),
        ("gradient clipping", MaxGradientNorm is { } max ? FormattableString.Invariant($"norm {max}") : "none"),
        ("precision", "float32"),
        ("BN statistics", FixedStatistics ? "fixed" : "the batch's"),
        ("average of weights", EmaDecay is { } decay ? FormattableString.Invariant($"{decay}") : "none"),
        .. LastLayerFactor is { } factor ? [("last layer's rate", FormattableString.Invariant($"× {factor}"))]
            : Array.Empty<(string, string)>(),
        .. LossSettings(),
    ];

    /// <summary>The settings beside the paper's, as aligned text.</summary>
    public sealed override string ToString()
    {
        var rows = Rows().Prepend((Setting: Network, Value: "here", Paper: "paper")).ToList();
        var (first, second) = (rows.Max(row => row.Setting.Length), rows.Max(row => row.Value.Length));
        return string.Join('\n', rows.Select(row => $"{row.Setting.PadRight(first)}  {row.Value.PadRight(second)}  {row.Paper}"));
    }

    /// <summary>The network as it is initialised, on the kit's device; the caller owns it.</summary>
    internal Module<Tensor, Tensor> Untrained()
    {
        var device = Compute.Device; // also sets threads and the allocator, before anything large is made
        using var generator = new Generator((ulong)Seed);
        var network = Shape.Build(Scale);
        Initialisation.Apply(network, generator);
        return network.to(device).UseFastLayers();
    }

    internal string ToJson() => JsonSerializer.Serialize(this, GetType(), json);

    /// <summary>Whether a text is the JSON of this recipe, in whatever order its properties are.</summary>
    internal bool IsRecordedAs(string? text)
    {
        try
        {
            return text is not null && JsonNode.DeepEquals(JsonNode.Parse(text), JsonNode.Parse(ToJson()));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private protected virtual IEnumerable<(string Setting, string Value)> LossSettings() => [("loss", Loss.Name)];

    /// <summary>What a network's settings say of it is no setting; and nothing is required, because recipes are only written.</summary>
    private static void OnlySettings(JsonTypeInfo type)
    {
        foreach (var property in type.Properties) property.IsRequired = false;
        if (!type.Type.IsAssignableTo(typeof(INetworkSettings))) return;
        foreach (var property in type.Properties.ToList())
            if (property.Name is nameof(INetworkSettings.Size) or nameof(INetworkSettings.OnLuma) or nameof(INetworkSettings.Scales))
                type.Properties.Remove(property);
    }
}
