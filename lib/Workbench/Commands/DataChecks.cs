using Spectre.Console;
using SuperResolution.Datasets;

namespace SuperResolution.Workbench.Commands;

/// <summary><c>data verify</c> and <c>data path</c>.</summary>
internal static class DataChecks
{
    public static async Task<int> VerifyAsync(string[] names, CancellationToken cancellation)
    {
        var asked = names.Length > 0;
        // Without names: the sets that own files; BSD100 would read the same files as BSDS500 once more.
        var wanted = (asked ? names : Catalogue.Default.Sets.Where(s => s.SameAs is null).Select(s => s.Name)).SelectMany(DataCommand.Parts).ToList();
        int wrong = 0, sets = 0;
        foreach (var (name, owner, split) in wanted)
        {
            if (DataFolder.Current.Find(owner, split) is not { } found)
            {
                if (!asked) continue;
                throw new DataSetException($"{name} was not found. 'data get {name}' fetches it; 'data path' lists the folders that are looked in.");
            }

            sets++;
            var findings = await DataVerifier.VerifyAsync(owner, split, found.Path, null, cancellation);
            foreach (var finding in findings) await Console.Error.WriteLineAsync(finding.Message);
            wrong += findings.Count;
            var files = owner.FilesOf(split).Count();
            AnsiConsole.MarkupLine(findings.Count == 0
                ? $"[green]✓[/] {Markup.Escape(name)}: {files} files as they should be, in {Markup.Escape(found.Path)}"
                : $"[red]✗[/] {Markup.Escape(name)}: {findings.Count} of {files} files missing or damaged, in {Markup.Escape(found.Path)}");
        }

        if (sets == 0) AnsiConsole.WriteLine("No data set was found. 'data list' shows what there is, 'data path' where it is looked for.");
        return wrong == 0 ? 0 : 1;
    }

    public static int WritePath(string? name)
    {
        if (name is null)
        {
            foreach (var place in DataFolder.Current.Places) Console.Out.WriteLine(place.Path);
            return 0;
        }

        foreach (var (part, owner, split) in DataCommand.Parts(name))
        {
            var found = DataFolder.Current.Find(owner, split)
                ?? throw new DataSetException($"{part} was not found. 'data get {part}' fetches it; 'data path' lists the folders that are looked in.");
            Console.Out.WriteLine(Path.TrimEndingDirectorySeparator(Path.Combine(found.Path, split.Folder)));
        }

        return 0;
    }
}
