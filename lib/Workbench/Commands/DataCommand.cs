using System.CommandLine;
using SuperResolution.Datasets;

namespace SuperResolution.Workbench.Commands;

/// <summary>
/// <c>data list | get | verify | path | export | import</c>: what data there is, where it lies, whether it is sound, and how it travels.
/// </summary>
public static class DataCommand
{
    /// <summary>The command, to be added to the root command.</summary>
    public static Command Create()
    {
        var command = new Command("data", "Data sets: what there is, where it lies, whether it is sound");
        command.Subcommands.Add(List());
        command.Subcommands.Add(Get());
        command.Subcommands.Add(Verify());
        command.Subcommands.Add(Where());
        command.Subcommands.Add(Export());
        command.Subcommands.Add(Import());
        return command;
    }

    private static Command List()
    {
        var details = new Option<bool>("--details") { Description = "Purpose, citation, licence, addresses" };
        var command = new Command("list", "Every set of the catalogue, and where it was found") { details };
        command.SetAction(parse =>
        {
            if (parse.GetValue(details)) DataTables.WriteDetails(Catalogue.Default);
            else DataTables.WriteList(Catalogue.Default, DataFolder.Current);
        });
        return command;
    }

    private static Command Get()
    {
        var names = new Argument<string[]>("name")
        {
            Description = "Sets or weights, for example Set5 BSD100 BSDS500/train vgg19-torchvision",
            Arity = ArgumentArity.OneOrMore,
        };
        var to = new Option<DirectoryInfo?>("--to")
        {
            Description = $"Data folder to put them in (default: {DataFolder.Variable}, else the user's cache)",
        };
        var from = new Option<DirectoryInfo?>("--from")
        {
            Description = "Take the files from this folder (a stick, a share) instead of the network: archives, single " +
                "files or folders of pictures, anywhere in it",
        };
        var command = new Command("get", "Download sets or weights that are not there yet; goes on where it broke off")
        {
            names, to, from,
        };
        command.SetAction((parse, cancellation) =>
            DataDownloads.GetAsync(parse.GetRequiredValue(names), parse.GetValue(to)?.FullName, parse.GetValue(from)?.FullName,
                cancellation));
        return command;
    }

    private static Command Verify()
    {
        var names = new Argument<string[]>("name")
        {
            Description = "Sets to check (default: every set that is found)",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var record = new Option<bool>("--record")
        {
            Description = "For large sets that were copied by hand: write the checksums of what is there now, to compare with later",
        };
        var command = new Command("verify",
            "Compare every file with the checksums of the catalogue, or with those that were written down") { names, record };
        command.SetAction((parse, cancellation) =>
            DataChecks.VerifyAsync(parse.GetValue(names) ?? [], parse.GetValue(record), cancellation));
        return command;
    }

    private static Command Where()
    {
        var name = new Argument<string?>("name")
        {
            Description = "A set (default: the folders that are looked in)",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("path", "Where a set lies, for scripts: one path per line") { name };
        command.SetAction(parse => DataChecks.WritePath(parse.GetValue(name)));
        return command;
    }

    private static Command Export()
    {
        var names = new Argument<string[]>("name")
        {
            Description = "Sets and weights to pack, for example Set5 Set14 BSDS500/train niqe",
            Arity = ArgumentArity.OneOrMore,
        };
        var to = new Option<FileInfo>("--to") { Description = "The archive to write, for example workshop.tar", Required = true };
        var command = new Command("export", "Pack what a workshop needs into one archive") { names, to };
        command.SetAction((parse, cancellation) =>
            DataTravel.ExportAsync(parse.GetRequiredValue(names), parse.GetRequiredValue(to).FullName, cancellation));
        return command;
    }

    private static Command Import()
    {
        var archive = new Argument<FileInfo>("archive") { Description = "What 'data export' has written" };
        var to = new Option<DirectoryInfo?>("--to")
        {
            Description = $"Data folder to unpack into (default: {DataFolder.Variable}, else the user's cache)",
        };
        var command = new Command("import", "Unpack what 'data export' has packed; every file is checked") { archive, to };
        command.SetAction((parse, cancellation) =>
            DataTravel.ImportAsync(parse.GetRequiredValue(archive).FullName, parse.GetValue(to)?.FullName, cancellation));
        return command;
    }
}
