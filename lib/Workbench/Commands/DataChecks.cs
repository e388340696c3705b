using Spectre.Console;
using SuperResolution.Datasets;
using SuperResolution.Weights;

namespace SuperResolution.Workbench.Commands;

/// <summary><c>data verify</c> and <c>data path</c>.</summary>
internal static class DataChecks
{
    public static async Task<int> VerifyAsync(string[] names, bool record, CancellationToken cancellation)
    {
        var asked = names.Length > 0;
        // Without names: the sets that own files; BSD100 would read the same files as BSDS500 once more.
        var (weights, wanted) = DataDownloads.Choose(
            asked ? names : [.. Catalogue.Default.Sets.Where(s => s.SameAs is null).Select(s => s.Name),
            .. Catalogue.Default.Weights.Select(w => w.Name)]);
        int wrong = 0, found = 0;
        foreach (var (name, owner, split) in wanted)
        {
            if (DataFolder.Current.Find(name, owner, split) is { } place)
            {
                found++;
                wrong += await VerifyAsync(name, owner, split, place, record, cancellation);
            }
            else if (asked)
            {
                throw new DataSetException($"{name} was not found. 'data get {name}' fetches it; 'data path' lists the folders that " +
                    "are looked in.");
            }
        }

        foreach (var file in weights)
        {
            if (ExternalWeights.Find(file.File) is { } path)
            {
                found++;
                wrong += await VerifyAsync(file, path, cancellation);
            }
            else if (asked)
            {
                throw new DataSetException($"{file.Name} was not found. 'data get {file.Name}' fetches it; 'data path' lists the " +
                    "folders that are looked in.");
            }
        }

        if (found == 0)
            AnsiConsole.WriteLine("No data set was found. 'data list' shows what there is, 'data path' where it is looked for.");
        return wrong == 0 ? 0 : 1;
    }

    private static async Task<int> VerifyAsync(
        string name, CatalogueSet owner, CatalogueSplit split, FoundSet place, bool record, CancellationToken cancellation)
    {
        if (!place.IsCatalogues)
        {
            var pictures = place.Layout is null || place.Layout.Hr.Count == split.Images ? null
                : $"{place.Layout.Hr.Count:N0} of {split.Images:N0} pictures";
            AnsiConsole.MarkupLine($"{(pictures is null ? "[yellow]?[/]" : "[red]✗[/]")} {Markup.Escape(name)}: " +
                $"{pictures ?? $"{split.Images:N0} pictures"} " +
                $"{(place.Layout is null ? "of a sample" : "in the layout of another archive")}; the checksums are those of other " +
                $"files. In {Markup.Escape(place.Folder)}");
            return pictures is null ? 0 : 1;
        }

        if (record && owner.Files.Count == 0)
            AnsiConsole.WriteLine($"{name}: wrote the checksums of {await DataVerifier.RecordAsync(place.Home, cancellation):N0} files, " +
                $"in {place.Home}");
        var findings = await DataVerifier.VerifyAsync(owner, split, place.Home, null, cancellation);
        foreach (var finding in findings) await Console.Error.WriteLineAsync(finding.Message);
        var files = DataVerifier.Count(owner, split, place.Home);
        AnsiConsole.MarkupLine((findings.Count, files) switch
        {
            ( > 0, _) => $"[red]✗[/] {Markup.Escape(name)}: {findings.Count} findings, in {Markup.Escape(place.Home)}",
            (_, 0) => $"[yellow]?[/] {Markup.Escape(name)}: the number of pictures is right; there are no checksums to compare with. " +
                $"'data verify {Markup.Escape(name)} --record' writes those of today. In {Markup.Escape(place.Home)}",
            _ => $"[green]✓[/] {Markup.Escape(name)}: {files:N0} files as they should be, in {Markup.Escape(place.Home)}",
        });
        return findings.Count;
    }

    private static async Task<int> VerifyAsync(CatalogueWeights file, string path, CancellationToken cancellation)
    {
        try
        {
            await WeightsInstaller.VerifyAsync(file, path, cancellation);
            AnsiConsole.MarkupLine($"[{(file.Checksum is null ? "yellow]?" : "green]✓")}[/] {Markup.Escape(file.Name)}: " +
                $"{(file.Checksum is null ? "no checksum is published" : "as it should be")}, {Markup.Escape(path)}");
            return 0;
        }
        catch (DataSetException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    public static int WritePath(string? name)
    {
        if (name is null)
        {
            foreach (var place in DataFolder.Current.Places) Console.Out.WriteLine(place.Path);
            return 0;
        }

        foreach (var (part, owner, split) in Catalogue.Default.Parts(name))
        {
            var found = DataFolder.Current.Find(part, owner, split)
                ?? throw new DataSetException(
                    $"{part} was not found. 'data get {part}' fetches it; 'data path' lists the folders that are looked in.");
            Console.Out.WriteLine(Path.TrimEndingDirectorySeparator(found.Folder));
        }

        return 0;
    }
}
