using Spectre.Console;
using SuperResolution.Datasets;

namespace SuperResolution.Workbench.Commands;

/// <summary><c>data get</c>.</summary>
internal static class DataDownloads
{
    public static async Task<int> GetAsync(string[] names, string? to, CancellationToken cancellation)
    {
        var wanted = names.Select(name => (Name: name, Set: DataCommand.Resolve(name))).ToList(); // all names are checked before the first byte
        var target = to ?? DataFolder.Current.DownloadTo;
        var installer = new DataSetInstaller(new Downloader());
        foreach (var (name, (owner, split)) in wanted)
        {
            if (to is null && DataFolder.Current.Find(owner, split) is { } found)
            {
                _ = ImageSet.Open(name); // complete? else it says what is missing
                AnsiConsole.WriteLine($"{name} is there already: {found.Path}");
                continue;
            }

            string? folder = null;
            await AnsiConsole.Progress()
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
                .StartAsync(async context =>
                {
                    var task = context.AddTask(Markup.Escape(name), maxValue: Math.Max(1, owner.Bytes));
                    folder = await installer.InstallAsync(owner, split, target, new Report(task), cancellation);
                    task.Value = task.MaxValue;
                });
            AnsiConsole.WriteLine($"{name}: {folder}");
            AnsiConsole.WriteLine($"Licence: {owner.Licence}. Commercial use: {owner.CommercialUse}. Cite: {owner.Citation}.");
        }

        return 0;
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
