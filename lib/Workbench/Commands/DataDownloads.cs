using Spectre.Console;
using SuperResolution.Datasets;

namespace SuperResolution.Workbench.Commands;

/// <summary><c>data get</c>.</summary>
internal static class DataDownloads
{
    public static async Task<int> GetAsync(string[] names, string? to, CancellationToken cancellation)
    {
        var wanted = names.SelectMany(DataCommand.Parts).ToList(); // all names are checked before the first byte
        var target = to ?? DataFolder.Current.DownloadTo;
        var installer = new DataSetInstaller(new Downloader());
        foreach (var (name, owner, split) in wanted)
        {
            if (to is null && IsThere(name, owner, split, target) is { } place)
            {
                AnsiConsole.WriteLine($"{name} is there already: {place}");
                continue;
            }

            string? folder = null;
            await AnsiConsole.Progress()
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
                .StartAsync(async context =>
                {
                    var task = context.AddTask(Markup.Escape(name), maxValue: owner.FilesOf(split).Sum(f => f.Bytes));
                    folder = await installer.InstallAsync(owner, split, target, new Report(task), cancellation);
                    task.Value = task.MaxValue;
                });
            AnsiConsole.WriteLine($"{name}: {folder}");
            AnsiConsole.WriteLine($"Licence: {owner.Licence}. Commercial use: {owner.CommercialUse}. Cite: {owner.Citation}.");
        }

        return 0;
    }

    /// <summary>Where a complete set lies, or null when it has to be fetched, the rest of an incomplete one included.</summary>
    private static string? IsThere(string name, CatalogueSet owner, CatalogueSplit split, string target)
    {
        if (DataFolder.Current.Find(owner, split) is not { } found) return null;
        try
        {
            _ = ImageSet.Open(name);
            return found.Path;
        }
        catch (DataSetException) when (found.Path == Path.Combine(Path.GetFullPath(target), owner.Folder))
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
