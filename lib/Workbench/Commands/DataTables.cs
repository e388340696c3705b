using Spectre.Console;
using SuperResolution.Datasets;
using SuperResolution.Weights;

namespace SuperResolution.Workbench.Commands;

/// <summary>The catalogue as tables.</summary>
internal static class DataTables
{
    public static void WriteList(Catalogue catalogue, DataFolder folder)
    {
        var table = new Table().RoundedBorder();
        table.AddColumns("Set", "Images", "MB", "Found in", "Commercial use", "For");
        table.Columns[0].NoWrap();
        table.Columns[1].RightAligned();
        table.Columns[2].RightAligned();
        foreach (var set in catalogue.Sets)
        {
            var parts = Catalogue.Default.Parts(set.Name).ToList();
            var bytes = parts.Sum(p => p.Owner.FilesOf(p.Split).Sum(f => f.Bytes))
                + parts.SelectMany(p => p.Owner.Downloads.Where(d => d.Splits.Contains(p.Split.Name))).Distinct().Sum(d => d.Bytes ?? 0);
            var more = parts.Any(p => p.Owner.Downloads.Any(d => d.Bytes is null && d.Splits.Contains(p.Split.Name))) ? "+" : "";
            table.AddRow(
                new Markup($"[bold]{Markup.Escape(set.Name)}[/]"), new Text($"{set.Images:N0}"),
                new Text(bytes > 0 ? $"{bytes / 1e6:N1}{more}" : ""),
                Place([.. parts.Select(p => folder.Find(p.Name, p.Owner, p.Split))], set), new Text(set.CommercialUse.Split(':')[0]),
                new Text(set.Purpose.Split(':')[0]));
        }

        AnsiConsole.Write(table);
        var weights = new Table().RoundedBorder();
        weights.AddColumns("Weights", "Network", "Found", "Commercial use");
        weights.Columns[0].NoWrap();
        foreach (var file in catalogue.Weights)
        {
            weights.AddRow(
                new Markup($"[bold]{Markup.Escape(file.Name)}[/]"), new Text(file.Network),
                ExternalWeights.Find(file.File) is null
                ? new Markup(file.Addresses.Count == 0 ? "[yellow]by hand[/]" : "[grey]not yet[/]") : new Markup("[green]yes[/]"),
                new Text(file.CommercialUse.Split(':')[0]));
        }

        AnsiConsole.Write(weights);
        AnsiConsole.MarkupLine($"[grey]'data get NAME' downloads into {Markup.Escape(folder.DownloadTo)}; 'data list --details' has " +
            "licences, citations and addresses.[/]");
    }

    public static void WriteDetails(Catalogue catalogue)
    {
        foreach (var set in catalogue.Sets)
        {
            AnsiConsole.MarkupLine($"[bold]── {Markup.Escape(set.Name)} ──[/]");
            var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
            void Row(string label, string? text)
            {
                if (!string.IsNullOrEmpty(text)) grid.AddRow(new Markup($"[grey]{label}[/]"), new Text(text));
            }

            Row("Purpose", set.Purpose);
            Row("Citation", set.Citation);
            Row("Licence", set.Licence);
            Row("Commercial use", set.CommercialUse);
            Row("Paper", set.Paper);
            Row("Images", string.Join(", ",
                set.Splits.Count > 1 ? set.Splits.Select(s => $"{s.Images?.ToString("N0", null) ?? "?"} {s.Name}")
                : [$"{set.Images:N0}"]));
            Row("Sizes", set.Sizes);
            Row("Layout", set.Layout);
            Row("Opens with", set.Loader);
            Row("Same as", set.SameAs is null ? null : $"{set.SameAs}/{set.Split}");
            Row("Note", set.Note);
            Row("By hand", set.Instructions);
            foreach (var address in set.Addresses) Row("Address", address.Url.ToString());
            foreach (var download in set.Downloads)
                Row("Archive",
                    $"{download.File}{(download.Bytes is { } n ? $", {n:N0} bytes" : "")}" +
                    $"{(download.Checksum is { } sum ? $", {sum}" : "")}: {string.Join(", ", download.Addresses.Select(a => a.Url))}");
            foreach (var address in set.Elsewhere) Row("Also at", address);
            AnsiConsole.Write(grid);
        }

        foreach (var file in catalogue.Weights)
        {
            AnsiConsole.MarkupLine($"[bold]── {Markup.Escape(file.Name)} ──[/]");
            var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
            foreach (var (label, text) in new[]
            {
                ("Purpose", file.Purpose), ("File", file.File), ("Network", file.Network), ("Key map", file.KeyMap),
                    ("Citation", file.Citation), ("Licence", file.Licence),
                ("Commercial use", file.CommercialUse), ("Checksum", file.Checksum?.ToString()), ("By hand", file.Instructions),
                ("Address", string.Join("\n", file.Addresses.Select(a => a.Url))),
            })
            {
                if (!string.IsNullOrEmpty(text)) grid.AddRow(new Markup($"[grey]{label}[/]"), new Text(text));
            }

            AnsiConsole.Write(grid);
        }
    }

    private static Markup Place(FoundSet?[] found, CatalogueSet set)
    {
        var sources = found.OfType<FoundSet>()
            .Select(f => f.Place.Source.ToString().ToLowerInvariant() + (f is { IsCatalogues: false, Layout: null } ? " (sample)" : ""))
            .Distinct().ToList();
        if (sources.Count == 0) return new Markup(set.Access == "manual" ? "[yellow]by hand[/]" : "[grey]not yet[/]");
        return new Markup($"[green]{string.Join(", ", sources)}[/]{(found.Contains(null) ? " [yellow](in part)[/]" : "")}");
    }
}
