using System.Text.Json;
using SuperResolution.Workbench.Commands;

namespace SuperResolution.Workbench.Sweeps;

/// <summary>Models × scales × seeds, measured on sets: what a sweep computes, as it stands in <c>sweep.json</c>.</summary>
internal sealed record SweepPlan
{
    /// <summary>Recipes, and the names of interpolations, which need no training.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Which of the recipes' presets.</summary>
    public required string Budget { get; init; }

    /// <summary>2, 3, 4.</summary>
    public required IReadOnlyList<int> Scales { get; init; }

    /// <summary>One training for each.</summary>
    public required IReadOnlyList<long> Seeds { get; init; }

    /// <summary>Sets of the catalogue or folders.</summary>
    public required IReadOnlyList<string> Sets { get; init; }

    /// <summary>What is trained on: sets or folders; empty: T91 and BSDS500 train.</summary>
    public required IReadOnlyList<string> Data { get; init; }

    /// <summary>One training each, with all that is measured of it, in a fixed order: a job's number is its place.</summary>
    public IReadOnlyList<SweepJob> Jobs() =>
    [
        .. from model in Models
           from scales in RecipeChoice.IsForAllScales(model) ? [Scales] : Scales.Select(scale => (IReadOnlyList<int>)[scale])
           from seed in SweepJob.IsFormula(model) ? [null] : Seeds.Select(seed => (long?)seed)
           select new SweepJob(model, scales, seed),
    ];

    /// <summary>Refuses what cannot be computed before anything is.</summary>
    /// <exception cref="BadInputException">A model, a scale or a list is not possible; the message names it.</exception>
    public void Check()
    {
        Require(Models, "--models"); Require(Scales, "--scales"); Require(Seeds, "--seeds"); Require(Sets, "--sets");
        if (Scales.FirstOrDefault(scale => scale is < 2 or > 4) is var bad and not 0)
            throw new BadInputException($"--scales {bad}: choose 2, 3 or 4.");
        foreach (var job in Jobs()) job.Check(Budget);
    }

    /// <summary>Reads a plan.</summary>
    /// <exception cref="BadInputException">There is none, or it is damaged.</exception>
    public static SweepPlan Read(string path)
    {
        if (!File.Exists(path))
            throw new BadInputException($"There is no sweep here: '{path}' does not exist. Make one with 'sweep plan'.");
        try
        {
            return JsonSerializer.Deserialize<SweepPlan>(File.ReadAllText(path), ReadableJson.Options)
                ?? throw new JsonException("it is empty");
        }
        catch (JsonException error)
        {
            throw new BadInputException($"'{path}' is not the plan of a sweep: {error.Message} Make it again with 'sweep plan' in an " +
                "empty folder.", error);
        }
    }

    public void Write(string path) => AtomicFile.Write(path, ToJson());

    public string ToJson() => JsonSerializer.Serialize(this, ReadableJson.Options) + "\n";

    private static void Require<T>(IReadOnlyList<T> values, string option)
    {
        if (values.Count == 0) throw new BadInputException($"{option}: name at least one.");
        if (values.GroupBy(value => value).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new BadInputException($"{option}: {twice.Key} is named twice.");
    }
}
