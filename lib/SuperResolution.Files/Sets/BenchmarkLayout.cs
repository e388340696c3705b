namespace SuperResolution.Datasets;

/// <summary>How the files of a benchmark set lie on disk: every archive has its own folders for the same pictures.</summary>
/// <remarks>
/// For Set5 in a data folder, in the order in which they are tried:
/// <list type="bullet">
/// <item>by hand: <c>Set5/baby.png</c>;</item>
/// <item>BasicSR: <c>Set5/original/baby.png</c> or <c>Set5/HR/baby.png</c>, LR in <c>Set5/LRbicx4/baby.png</c>;</item>
/// <item>the archive of EDSR's authors: <c>benchmark/Set5/HR/baby.png</c>, LR in <c>benchmark/Set5/LR_bicubic/X4/babyx4.png</c>;</item>
/// <item>Hugging Face (eugenesiow's archives): <c>Set5_HR/baby.png</c>, LR in <c>Set5_LR_x4/baby.png</c>;</item>
/// <item>SelfExSR: <c>Set5/image_SRF_4/img_001_SRF_4_HR.png</c>, LR in <c>…_LR.png</c>;</item>
/// <item>BasicSR's crops: <c>Set5/GTmod12/baby.png</c>, which are not the originals: <see cref="Notice"/> says so.</item>
/// </list>
/// The first one with as many pictures as the set has is taken. BSD100 is also found as BSDS100 (BasicSR) and B100 (EDSR).
/// </remarks>
public sealed class BenchmarkLayout
{
    private readonly Func<string, int, (string Folder, string Name)[]> lr; // (name of HR, scale) → places of LR

    private BenchmarkLayout(string name, string folder, Func<string, int, (string Folder, string Name)[]> lr, string notice = "",
        string ending = "", IReadOnlyList<string>? hr = null)
    {
        (Name, Folder, this.lr, Notice) = (name, folder, lr, notice);
        Hr = hr ?? [.. ImageFiles.In(folder).Where(file => NameOf(file).EndsWith(ending, StringComparison.Ordinal))];
    }

    /// <summary>Whose layout it is, e.g. "BasicSR".</summary>
    public string Name { get; }

    /// <summary>The folder of the high-resolution pictures, absolute.</summary>
    public string Folder { get; }

    /// <summary>The files of the high-resolution pictures, in ordinal order.</summary>
    public IReadOnlyList<string> Hr { get; }

    /// <summary>What a reader has to be told of these pictures, or empty.</summary>
    public string Notice { get; }

    /// <summary>
    /// The files of the low-resolution pictures, in the order of <see cref="Hr"/>; null when there are none for this scale.
    /// </summary>
    /// <param name="scale">2, 3, 4 …</param>
    /// <exception cref="DataSetException">Some are there and some are missing.</exception>
    public IReadOnlyList<string>? Lr(int scale)
    {
        var places = Hr.Select(file => lr(NameOf(file), scale)).ToList();
        for (var i = 0; i < places[0].Length; i++)
        {
            var files = ImageFiles.In(places[0][i].Folder).GroupBy(NameOf).ToDictionary(group => group.Key, group => group.First());
            var wanted = places.Select(place => place[i].Name).ToList();
            var missing = wanted.Where(name => !files.ContainsKey(name)).ToList();
            if (missing.Count == 0) return [.. wanted.Select(name => files[name])];
            if (missing.Count < wanted.Count)
                throw new DataSetException($"{places[0][i].Folder} has {wanted.Count - missing.Count} of {wanted.Count} LR pictures; " +
                    $"missing are {Listing.Of(missing)}. Copy them there, or move the others away: then LR pictures are made.");
        }

        return null;
    }

    /// <summary>The layout of a set in a data folder, or null when no known one has pictures there.</summary>
    /// <param name="place">The data folder.</param>
    /// <param name="set">For example <c>Set5</c>.</param>
    /// <param name="images">How many pictures the set has; null when that is not known.</param>
    /// <param name="scale">The scale that is wanted, since SelfExSR has other HR files for each; null: any.</param>
    public static BenchmarkLayout? Find(string place, string set, int? images = null, int? scale = null) =>
        Choose(NamesOf(set).SelectMany(name => new[] { Path.Combine(place, name), Path.Combine(place, "benchmark", name) })
            .SelectMany(home => At(home, scale)), images);

    /// <summary>
    /// The layout of the set whose own folder is given, e.g. <c>Set5</c> or <c>Set5_HR</c>; null when it has no pictures.
    /// </summary>
    /// <param name="folder">The set's folder.</param>
    /// <param name="scale">As in <see cref="Find"/>.</param>
    public static BenchmarkLayout? FindIn(string folder, int? scale = null)
    {
        var home = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return Choose(home.EndsWith("_HR", StringComparison.Ordinal) ? [HuggingFace(home[..^3])] : At(home, scale), null);
    }

    /// <summary>The name of a file's picture: <c>img_001</c> for SelfExSR's <c>img_001_SRF_4_HR.png</c>.</summary>
    internal static string PictureName(string file) => NameOf(file).Split("_SRF_")[0];

    /// <summary>Given files in a set's own folder.</summary>
    internal static BenchmarkLayout ByHand(string folder, IReadOnlyList<string> files) =>
        new("by hand", folder, Beside(folder), hr: files);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}, {Folder}";

    private static BenchmarkLayout? Choose(IEnumerable<BenchmarkLayout> layouts, int? images)
    {
        var found = layouts.Where(layout => layout.Hr.Count > 0).ToList();
        return found.FirstOrDefault(layout => layout.Hr.Count == images) ?? found.FirstOrDefault();
    }

    private static IEnumerable<BenchmarkLayout> At(string home, int? scale)
    {
        var beside = Beside(home);
        yield return new("by hand", home, beside);
        yield return new("BasicSR", Path.Combine(home, "original"), beside);
        yield return new(Directory.Exists(Path.Combine(home, "LR_bicubic")) ? "EDSR's archive" : "BasicSR", Path.Combine(home, "HR"),
            beside);
        yield return HuggingFace(home);
        yield return HuggingFace(Path.Combine(home, Path.GetFileName(home)));
        foreach (var factor in SelfExSrFactors(home, scale)) yield return SelfExSr(home, factor, scale);
        if (!Directory.Exists(home)) yield break;
        foreach (var folder in Directory.EnumerateDirectories(home, "GTmod*").Order(StringComparer.Ordinal))
            yield return new("BasicSR", folder, beside, Crop(Path.GetFileName(folder), Path.GetFileName(folder)["GTmod".Length..]));
    }

    /// <summary>LR folders in a set's own folder, BasicSR's and EDSR's.</summary>
    private static Func<string, int, (string, string)[]> Beside(string home) => (hr, s) =>
        [(Path.Combine(home, $"LRbicx{s}"), hr), (Path.Combine(home, "LR_bicubic", $"X{s}"), $"{hr}x{s}")];

    private static BenchmarkLayout HuggingFace(string root) => new("Hugging Face", root + "_HR", (hr, s) => [($"{root}_LR_x{s}", hr)]);

    private static BenchmarkLayout SelfExSr(string home, int factor, int? scale)
    {
        var folder = Path.Combine(home, $"image_SRF_{factor}");
        // A crop to multiples of 2 cuts to multiples of 4 as the original does; else only the catalogue's editions are known to be good.
        var good = scale % factor == 0 || (Path.GetFileName(home), factor) is ("Set5" or "Set14", 2) or ("Urban100", 4);
        return new("SelfExSR", folder, (hr, s) => s == factor ? [(folder, hr[..^2] + "LR")] : [],
            good ? "" : Crop($"image_SRF_{factor}", $"{factor}"), ending: "_HR");
    }

    /// <summary>
    /// Which folders of SelfExSR may be taken, best first. Urban100's image_SRF_2 holds pictures of half the size: never those.
    /// </summary>
    private static IEnumerable<int> SelfExSrFactors(string home, int? scale) =>
        Path.GetFileName(home) == "Urban100" ? [4] : new[] { scale ?? 2, 2, 4, 3 }.Distinct();

    private static string Crop(string folder, string factor) =>
        $"The HR pictures are those of {folder}: cut to multiples of {factor}, not the originals, so numbers may differ from the papers'.";

    private static string[] NamesOf(string set) =>
        set switch { "BSD100" => ["BSD100", "BSDS100", "B100"], "BSD200" => ["BSD200", "BSDS200"], _ => [set] };

    private static string NameOf(string file) => Path.GetFileNameWithoutExtension(file);
}
