using System.Reflection;

namespace SuperResolution.Datasets;

/// <summary>The places in which data sets are looked for, in order.</summary>
/// <remarks>
/// SUPERRESOLUTION_DATA, <c>data/</c> in the checkout, <c>../shared/datasets</c> beside it, the user's cache.
/// In each of them a set is a folder of its name, for example <c>Set5/</c> or <c>BSDS500/val/</c>.
/// </remarks>
public sealed class DataFolder
{
    /// <summary>The environment variable that names a folder with data sets.</summary>
    public const string Variable = "SUPERRESOLUTION_DATA";

    /// <summary>Makes a data folder out of given places; <see cref="Current"/> is what a program wants.</summary>
    /// <param name="places">Folders to look in, in order; they need not exist.</param>
    /// <param name="downloadTo">Folder that receives downloads; should be one of the places.</param>
    public DataFolder(IReadOnlyList<DataLocation> places, string downloadTo)
    {
        Places = places;
        DownloadTo = downloadTo;
    }

    /// <summary>The data folder of this process. Read anew each time, so that a changed environment variable counts.</summary>
    public static DataFolder Current => FromEnvironment(System.Environment.GetEnvironmentVariable(Variable), FindCheckout(), UserCache());

    /// <summary>The folders that are looked in, in order.</summary>
    public IReadOnlyList<DataLocation> Places { get; }

    /// <summary>The folder that receives downloads: SUPERRESOLUTION_DATA where it is set, else the user's cache.</summary>
    public string DownloadTo { get; }

    /// <summary>
    /// Where a set lies: the first place that has pictures of it, or null. Loaders, evaluations and the command line all ask here, so that
    /// they mean one copy.
    /// </summary>
    /// <remarks>
    /// In that place a layout with the right number of pictures is preferred, the catalogue's own before those of other archives.
    /// </remarks>
    /// <param name="name">
    /// As it is asked for: a name without a split (<c>BSD100</c>) is looked for in the layouts of <see cref="BenchmarkLayout"/>, too.
    /// </param>
    /// <param name="set">A set with files of its own (see <see cref="Catalogue.Resolve"/>).</param>
    /// <param name="split">The split that is needed.</param>
    /// <param name="scale">As in <see cref="BenchmarkLayout.Find"/>.</param>
    /// <exception cref="DataSetException">SUPERRESOLUTION_DATA names a folder that does not exist.</exception>
    public FoundSet? Find(string name, CatalogueSet set, CatalogueSplit split, int? scale = null)
    {
        if (set.Loader is "PairedSet" or "Pipal" or "BurstFolder")
            return SetFolders.Find(this, set) is { } found ? Whole(found, set, split) : null;
        foreach (var place in Checked())
        {
            var home = Path.Combine(place.Path, set.Folder);
            var own = SetLocator.Own(set, split, home);
            var other = own.Hr.Count == split.Images || name.Contains('/') ? null
                : BenchmarkLayout.Find(place.Path, name, split.Images, scale);
            var best = other is not null && (other.Hr.Count == split.Images || own.Hr.Count == 0) ? other : own;
            if (best.Hr.Count > 0 || ImageFiles.AnyBelow(Path.Combine(home, split.Folder), intoFolders: set.Files.Count == 0))
                return new FoundSet(place, home, best.Folder, best, IsCatalogues: best == own);
        }

        return null;
    }

    /// <summary>The places in their order.</summary>
    /// <exception cref="DataSetException">SUPERRESOLUTION_DATA names a folder that does not exist.</exception>
    internal IEnumerable<DataLocation> Checked()
    {
        foreach (var place in Places)
        {
            if (place.Source == DataSource.Environment && !Directory.Exists(place.Path))
                throw new DataSetException($"{Variable} names {place.Path}, which is not a folder. Create it, correct the variable " +
                    "or unset it.");
            yield return place;
        }
    }

    /// <summary>
    /// The first place that has a folder of this name with anything in it, or null: for loaders that know what to look for inside.
    /// </summary>
    /// <param name="name">For example <c>RealSR</c>.</param>
    /// <exception cref="DataSetException">SUPERRESOLUTION_DATA names a folder that does not exist.</exception>
    public DataLocation? FindFolder(string name) => Checked()
        .Select(place => new DataLocation(Path.Combine(place.Path, name), place.Source))
        .FirstOrDefault(place => Directory.Exists(place.Path) && Directory.EnumerateFileSystemEntries(place.Path).Any());

    /// <summary>A set that its loader looks through by itself.</summary>
    private static FoundSet Whole(DataLocation home, CatalogueSet set, CatalogueSplit split)
    {
        var inner = Path.Combine(home.Path, split.Folder);
        return new FoundSet(new(Path.GetDirectoryName(home.Path)!, home.Source), home.Path, Directory.Exists(inner) ? inner : home.Path,
            null, IsCatalogues: Path.GetFileName(home.Path) == set.Folder);
    }

    internal static DataFolder FromEnvironment(string? variable, string? checkout, string cache)
    {
        var places = new List<DataLocation>();
        if (!string.IsNullOrWhiteSpace(variable)) places.Add(new(Path.GetFullPath(variable), DataSource.Environment));
        if (checkout is not null)
        {
            places.Add(new(Path.Combine(checkout, "data"), DataSource.Checkout));
            places.Add(new(Path.GetFullPath(Path.Combine(checkout, "..", "shared", "datasets")), DataSource.Shared));
        }

        places.Add(new(cache, DataSource.Cache));
        return new DataFolder(places, places[0].Source == DataSource.Environment ? places[0].Path : cache);
    }

    /// <summary>The checkout of this kit that the program works in: above the working folder, else above the library's file.</summary>
    internal static string? FindCheckout()
    {
        foreach (var start in new[]
        {
            Directory.GetCurrentDirectory(), AppContext.BaseDirectory, Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location),
        })
        {
            for (var folder = string.IsNullOrEmpty(start) ? null : new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "datasets.json"))
                    && File.Exists(Path.Combine(folder.FullName, "Research.sln")))
                    return folder.FullName;
            }
        }

        return null;
    }

    /// <summary>The kit's folder in the user's cache: XDG_CACHE_HOME, else ~/.cache; LocalApplicationData on Windows.</summary>
    public static string UserCache()
    {
        var root = OperatingSystem.IsWindows()
            ? System.Environment.GetFolderPath(System.Environment.SpecialFolder.LocalApplicationData)
            : System.Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(root) || !Path.IsPathRooted(root)) // the XDG specification: a relative path is ignored
        {
            var home = System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile);
            root = home.Length > 0 ? Path.Combine(home, ".cache") : Path.GetTempPath();
        }

        return Path.Combine(root, "SuperResolution");
    }
}
