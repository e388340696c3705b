using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SuperResolution.Datasets;
using SuperResolution.Losses;
using SuperResolution.Models;
using SuperResolution.Platform;
using SuperResolution.Weights;

namespace SuperResolution.Training;

/// <summary><c>run.json</c>: what must be known to make the same weights again.</summary>
/// <param name="Recipe">The recipe's type.</param>
/// <param name="Settings">The recipe.</param>
/// <param name="Seed">First weights and data order.</param>
/// <param name="Loss">As it calls itself: for features, whose network it is.</param>
/// <param name="Data">What is trained on.</param>
/// <param name="Validation">What is validated on.</param>
/// <param name="StartedFrom">The weights at step 0.</param>
/// <param name="Command">How it was started, if a command did.</param>
/// <param name="Sessions">Every start and continuation.</param>
internal sealed record RunRecord(
    string Recipe, JsonNode Settings, long Seed, string Loss, RunData Data, RunValidation? Validation, RunStart StartedFrom,
    string? Command, IReadOnlyList<RunSession> Sessions)
{
    /// <summary>Reads a <c>run.json</c>.</summary>
    /// <exception cref="InvalidDataException">It is damaged; the message names it.</exception>
    public static RunRecord Read(string path)
    {
        try
        {
            var record = JsonSerializer.Deserialize<RunRecord>(File.ReadAllText(path), ReadableJson.Options);
            return record is { Settings: not null, Data: not null, StartedFrom: not null, Sessions: not null }
                ? record
                : throw new JsonException("it is incomplete");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException(
                $"'{path}' is not the record of a run: {error.Message} Start a new run in another folder.", error);
        }
    }

    /// <summary>The record of settings, without sessions, and what a reader must be told beside the run's numbers.</summary>
    public static (RunRecord Record, IReadOnlyList<string> Notices) Of(RunSettings settings, SetChecksums data, Loss loss, RunStart start)
    {
        var (recipe, set) = (settings.Recipe, settings.ValidationSet);
        var notices = new[] { settings.Pictures.Notice, set?.Notice ?? "" }.Where(notice => notice.Length > 0).ToList();
        var checksums = set is null ? null : SetChecksums.Of(set);
        if (checksums?.Shared(data) is > 0 and var shared)
            notices.Add($"{shared} of the {set!.Count} pictures of {set.Name} are trained on as well: its measurements say nothing " +
                "about new pictures.");
        var minimised = Describe(loss);
        if (minimised.Contains("untrained", StringComparison.Ordinal))
            notices.Add($"UNTRAINED: the content loss compares features of a network with random weights ({minimised}), because trained " +
                $"ones are not at hand. What comes out is no {recipe.Network}.");
        if (recipe is GanRecipe { StartFrom: null } && start.Sha256 is null)
            notices.Add($"{recipe.Network} starts from random weights; the paper starts from a network that was trained on a pixel loss " +
                "before (--from).");
        return (new RunRecord(recipe.GetType().Name, JsonNode.Parse(recipe.ToJson())!, recipe.Seed, minimised,
            RunData.Of(settings.Pictures, data),
            set is null ? null : new RunValidation(
                RunData.Of(set, checksums!), settings.Protocol(recipe.Scale).ToString(), settings.ValidationInterval), start,
                settings.Command, []), notices);
    }

    public void Write(string path) => AtomicFile.Write(path, JsonSerializer.Serialize(this, ReadableJson.Options) + "\n");

    /// <summary>In what two runs differ, so that one cannot go on from the other's checkpoint; empty when in nothing.</summary>
    public IEnumerable<string> Differences(RunRecord other)
    {
        if (Recipe != other.Recipe) return [$"the recipe is {Recipe}, not {other.Recipe}"];
        var (here, there) = (Settings.AsObject(), other.Settings.AsObject());
        return here.Select(pair => pair.Key).Union(there.Select(pair => pair.Key))
            .Where(key => !JsonNode.DeepEquals(here[key], there[key]))
            .Select(key => $"{key} is {Text(here[key])}, not {Text(there[key])}")
            .Concat(Compare("the training pictures are", Data, other.Data, data => data.Sha256))
            .Concat(Compare("validation is", Validation, other.Validation,
                validation => (validation?.Data.Sha256, validation?.Protocol, validation?.Every)))
            .Concat(Compare("the loss is", Loss, other.Loss, loss => loss))
            .Concat(Compare("it started from", StartedFrom, other.StartedFrom, start => start.Sha256));
    }

    private static IEnumerable<string> Compare<T>(string what, T here, T there, Func<T, object?> key) =>
        Equals(key(here), key(there)) ? [] : [$"{what} {here?.ToString() ?? "none"}, not {there?.ToString() ?? "none"}"];

    /// <summary>Sums by the names of their losses: a term is called "content", its loss tells whose features.</summary>
    private static string Describe(Loss loss) => loss is PerceptualLoss sum
        ? string.Join(" + ", sum.Terms.Select(term => FormattableString.Invariant($"{term.Weight:g3}·{term.Loss.Name}")))
        : loss.Name;

    private static string Text(JsonNode? node) =>
        node?.ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) ?? "none";
}

/// <summary>A set of pictures in a record.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Images">How many.</param>
/// <param name="Notice">Empty, or what it stands in for.</param>
/// <param name="Sha256">Of all pictures (<see cref="SetChecksums.Sha256"/>).</param>
internal sealed record RunData(string Name, int Images, string Notice, string Sha256)
{
    public static RunData Of(ImageSet set, SetChecksums checksums) => new(set.Name, set.Count, set.Notice, checksums.Sha256);

    /// <summary>E.g. "Set5 (5 images, SHA-256 3f1c0a2b…)".</summary>
    public override string ToString() => $"{Name} ({Images} images, SHA-256 {FileHash.Short(Sha256)})";
}

/// <summary>The validation in a record.</summary>
/// <param name="Data">The set.</param>
/// <param name="Protocol">E.g. "Y601 ×4".</param>
/// <param name="Every">Steps between two measurements.</param>
internal sealed record RunValidation(RunData Data, string Protocol, int Every)
{
    /// <summary>E.g. "Set5 (…), Y601 ×4, every 50 steps".</summary>
    public override string ToString() => $"{Data}, {Protocol}, every {Every} steps";
}

/// <summary>The weights at step 0 in a record.</summary>
/// <param name="Weights">A file's name, or how they were drawn.</param>
/// <param name="Sha256">Of the file.</param>
/// <param name="Stages">The trainings that made it, where it tells.</param>
internal sealed record RunStart(string Weights, string? Sha256, IReadOnlyList<TrainingStage>? Stages = null)
{
    public static RunStart Of(RunSettings settings) => settings switch
    {
        { StartFrom: { } file } => Of(file),
        { Recipe: GanRecipe { StartFrom: { } shipped } } => Of(TrainedWeights.File(shipped)),
        _ => new($"{settings.Recipe.FirstValues}, seed {settings.Recipe.Seed}", null),
    };

    private static RunStart Of(string file)
    {
        var stages = TrainingStage.OfFile(file); // it says what to do where there is no such file
        return new(Path.GetFileName(file), FileHash.Sha256OfFile(file), stages);
    }

    /// <summary>E.g. "srresnet.safetensors (SHA-256 3f1c…)".</summary>
    public override string ToString() => Sha256 is null ? Weights : $"{Weights} (SHA-256 {Sha256})";
}

/// <summary>One start or continuation of a run.</summary>
/// <param name="Started">When, UTC.</param>
/// <param name="FromStep">From which step.</param>
/// <param name="Kit">The library's version.</param>
/// <param name="Computer">What computes (<see cref="Compute.Describe"/>).</param>
/// <param name="Checkout">The commit, where it is known.</param>
internal sealed record RunSession(DateTime Started, int FromStep, string Kit, string Computer, CheckoutState? Checkout)
{
    public static RunSession Now(int fromStep) => new(DateTime.UtcNow, fromStep,
        $"SuperResolution {typeof(RunSession).Assembly.GetName().Version?.ToString(3)}", Compute.Describe(),
        CheckoutState.Of(DataFolder.FindCheckout()));
}
