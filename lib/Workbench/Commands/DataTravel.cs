using Spectre.Console;
using SuperResolution.Datasets;
using SuperResolution.Weights;

namespace SuperResolution.Workbench.Commands;

/// <summary><c>data export</c> and <c>data import</c>.</summary>
internal static class DataTravel
{
    public const string IsFolder = "data lies in a folder, with one for each set";

    public static async Task<int> ExportAsync(string[] names, string archive, CancellationToken cancellation)
    {
        AtomicFile.Require(archive);
        var (weights, sets) = DataDownloads.Choose(names);
        var package = new DataPackage();
        foreach (var (name, owner, split) in sets)
            package.Add(owner, split, DataFolder.Current.Find(name, owner, split)
                ?? throw new DataSetException($"{name} was not found, so it cannot be packed. 'data get {name}' fetches it."));
        foreach (var file in weights)
            package.Add(file, ExternalWeights.Find(file.File)
                ?? throw new DataSetException($"{file.Name} was not found, so it cannot be packed. 'data get {file.Name}' fetches it."));
        await package.WriteAsync(archive, cancellation);
        AnsiConsole.WriteLine($"{archive}: {package.Count:N0} files, {new FileInfo(archive).Length / 1e6:N1} MB. On the other side: " +
            $"'data import {Path.GetFileName(archive)}'.");
        return 0;
    }

    public static async Task<int> ImportAsync(string archive, string? to, CancellationToken cancellation)
    {
        var target = OutFolder.Of(to, IsFolder) ?? DataFolder.Current.DownloadTo;
        var (added, there) = await DataPackage.UnpackAsync(archive, target, cancellation);
        AnsiConsole.WriteLine($"{target}: {added:N0} files added{(there > 0 ? $", {there:N0} were there already" : "")}. All have the " +
            "checksums that were packed with them.");
        return 0;
    }
}
