using Spectre.Console;
using SuperResolution.Datasets;

namespace SuperResolution.Workbench.Commands;

/// <summary>The catalogue as tables.</summary>
internal static class DataTables
{
    public static void WriteList(Catalogue catalogue, DataFolder folder)
    {
        var table = new Table().RoundedBorder();
        table.AddColumns("Set", "Images", "MB", "Found in", "Commercial use", "For");
        table.Columns[1].RightAligned();
        table.Columns[2].RightAligned();
        foreach (var set in catalogue.Sets)
        {
            var parts = DataCommand.Parts(set.Name).ToList();
            var bytes = parts.Sum(p => p.Owner.FilesOf(p.Split).Sum(f => f.Bytes));
            table.AddRow(
                new Markup($"[bold]{Markup.Escape(set.Name)}[/]"), new Text($"{set.Images}"), new Text($"{bytes / 1e6:0.0}"),
                Place([.. parts.Select(p => folder.Find(p.Owner, p.Split))], set), new Text(set.CommercialUse.Split(':')[0]), new Text(set.Purpose.Split(':')[0]));
        }

        AnsiConsole.Write(table);
        AnsiConsole.MarkupLine($"[grey]'data get NAME' downloads into {Markup.Escape(folder.DownloadTo)}; 'data list --details' has licences, citations and addresses.[/]");
    }

    public static void WriteDetails(Catalogue catalogue)
    {
        foreach (var set in catalogue.Sets)
        {
            AnsiConsole.Write(new Rule($"[bold]{Markup.Escape(set.Name)}[/]").LeftJustified());
            var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
            void Row(string label, string? text)
            {
                if (!string.IsNullOrEmpty(text)) grid.AddRow(new Markup($"[grey]{label}[/]"), new Text(text));
            }

            Row("Purpose", set.Purpose);
            Row("Citation", set.Citation);
            Row("Licence", set.Licence);
            Row("Commercial use", set.CommercialUse);
            Row("Images", string.Join(", ", set.Splits.Count > 1 ? set.Splits.Select(s => $"{s.Images} {s.Name}") : [$"{set.Images}"]));
            Row("Same as", set.SameAs is null ? null : $"{set.SameAs}/{set.Split}");
            Row("Note", set.Note);
            Row("By hand", set.Instructions);
            foreach (var address in set.Addresses) Row("Address", address.Url.ToString());
            foreach (var address in set.Elsewhere) Row("Also at", address);
            AnsiConsole.Write(grid);
        }
    }

    private static Markup Place(DataLocation?[] found, CatalogueSet set)
    {
        var sources = found.OfType<DataLocation>().Select(f => f.Source.ToString().ToLowerInvariant()).Distinct().ToList();
        if (sources.Count == 0) return new Markup(set.Access == "manual" ? "[yellow]by hand[/]" : "[grey]not yet[/]");
        return new Markup($"[green]{string.Join(", ", sources)}[/]{(found.Contains(null) ? " [yellow](in part)[/]" : "")}");
    }
}
