using Spectre.Console;
using SuperResolution.Datasets;
using SuperResolution.Weights;

namespace SuperResolution.Workbench.Commands;

/// <summary><c>data get</c>.</summary>
internal static class DataDownloads
{
    public static async Task<int> GetAsync(string[] names, string? to, string? from, CancellationToken cancellation)
    {
        var target = OutFolder.Of(to, DataTravel.IsFolder) ?? DataFolder.Current.DownloadTo;
        var carried = from is null ? null : new CarriedFolder(from);
        var (weights, sets) = Choose(names); // all names are checked before the first byte
        foreach (var (name, owner, split) in sets)
        {
            if (to is null && IsThere(name, owner, split, target) is { } place)
            {
                AnsiConsole.WriteLine($"{name} is there already: {place}");
                continue;
            }

            var installer = new DataSetInstaller(new Downloader(), carried);
            var bytes = owner.FilesOf(split).Sum(f => f.Bytes);
            var folder = await WatchAsync(name, bytes, report => installer.InstallAsync(owner, split, target, report, cancellation));
            AnsiConsole.WriteLine($"{name}: {folder}");
            AnsiConsole.WriteLine($"Licence: {owner.Licence}. Commercial use: {owner.CommercialUse}. Cite: {owner.Citation}.");
        }

        foreach (var file in weights)
        {
            if (to is null && ExternalWeights.Find(file.File) is { } place)
            {
                AnsiConsole.WriteLine($"{file.Name} is there already: {place}");
                continue;
            }

            var installer = new WeightsInstaller(new Downloader(), carried);
            var path = await WatchAsync(file.Name, file.Bytes ?? 0, report => installer.InstallAsync(file, target, report, cancellation));
            AnsiConsole.WriteLine($"{file.Name}: {path}");
            AnsiConsole.WriteLine($"Licence: {file.Licence}. Commercial use: {file.CommercialUse}. Cite: {file.Citation}.");
        }

        return 0;
    }

    /// <summary>Names of weights, and what the names of sets mean.</summary>
    /// <exception cref="DataSetException">A name is neither.</exception>
    public static (IReadOnlyList<CatalogueWeights> Weights,
        IReadOnlyList<(string Name, CatalogueSet Owner, CatalogueSplit Split)> Sets) Choose(string[] names)
    {
        var weights = names.Select(Catalogue.Default.FindWeights).OfType<CatalogueWeights>().ToList();
        return (weights, [.. names.Where(name => Catalogue.Default.FindWeights(name) is null).SelectMany(Catalogue.Default.Parts)]);
    }

    private static async Task<string> WatchAsync(string name, long bytes, Func<IProgress<DownloadProgress>, Task<string>> install)
    {
        var path = "";
        await AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(),
                new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(Markup.Escape(name), maxValue: Math.Max(1, bytes));
                path = await install(new Report(task));
                task.Value = task.MaxValue;
            });
        return path;
    }

    /// <summary>Where a complete set lies, or null when it has to be fetched, the rest of an incomplete one included.</summary>
    private static string? IsThere(string name, CatalogueSet owner, CatalogueSplit split, string target)
    {
        // a sample is not the set
        if (DataFolder.Current.Find(name, owner, split) is not { } found || found is { IsCatalogues: false, Layout: null }) return null;
        var isTarget = found.Home == Path.Combine(Path.GetFullPath(target), owner.Folder);
        if (owner.Files.Count == 0) return isTarget && found.IsCatalogues ? null : found.Folder; // the installer knows what is missing
        try
        {
            _ = ImageSet.Open(name);
            return found.Folder;
        }
        catch (DataSetException) when (isTarget)
        {
            return null; // elsewhere an incomplete folder is somebody else's, and the error stands
        }
    }

    /// <summary>Passes progress on at once; Progress&lt;T&gt; would queue it and report after the end.</summary>
    private sealed class Report(ProgressTask task) : IProgress<DownloadProgress>
    {
        void IProgress<DownloadProgress>.Report(DownloadProgress value)
        {
            if (value.Total is { } total) task.MaxValue = total;
            task.Value = value.Received;
        }
    }
}
