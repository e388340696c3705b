using System.CommandLine;
using Spectre.Console;
using SuperResolution.Datasets;

namespace SuperResolution.Workbench.Commands;

/// <summary><c>data list | get | verify | path | export | import</c>: what data there is, where it lies, whether it is sound, and how it travels.</summary>
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
        command.SetAction(parse => Guard(() =>
        {
            if (parse.GetValue(details)) DataTables.WriteDetails(Catalogue.Default);
            else DataTables.WriteList(Catalogue.Default, DataFolder.Current);
            return 0;
        }));
        return command;
    }

    private static Command Get()
    {
        var names = new Argument<string[]>("name") { Description = "Sets or weights, for example Set5 BSD100 BSDS500/train vgg19-torchvision", Arity = ArgumentArity.OneOrMore };
        var to = new Option<DirectoryInfo?>("--to") { Description = $"Data folder to put them in (default: {DataFolder.Variable}, else the user's cache)" };
        var from = new Option<DirectoryInfo?>("--from") { Description = "Take the files from this folder (a stick, a share) instead of the network: archives, single files or folders of pictures, anywhere in it" };
        var command = new Command("get", "Download sets or weights that are not there yet; goes on where it broke off") { names, to, from };
        command.SetAction((parse, cancellation) => GuardAsync(() => DataDownloads.GetAsync(parse.GetRequiredValue(names), parse.GetValue(to)?.FullName, parse.GetValue(from)?.FullName, cancellation)));
        return command;
    }

    private static Command Verify()
    {
        var names = new Argument<string[]>("name") { Description = "Sets to check (default: every set that is found)", Arity = ArgumentArity.ZeroOrMore };
        var record = new Option<bool>("--record") { Description = "For large sets that were copied by hand: write the checksums of what is there now, to compare with later" };
        var command = new Command("verify", "Compare every file with the checksums of the catalogue, or with those that were written down") { names, record };
        command.SetAction((parse, cancellation) => GuardAsync(() => DataChecks.VerifyAsync(parse.GetValue(names) ?? [], parse.GetValue(record), cancellation)));
        return command;
    }

    private static Command Where()
    {
        var name = new Argument<string?>("name") { Description = "A set (default: the folders that are looked in)", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("path", "Where a set lies, for scripts: one path per line") { name };
        command.SetAction(parse => Guard(() => DataChecks.WritePath(parse.GetValue(name))));
        return command;
    }

    private static Command Export()
    {
        var names = new Argument<string[]>("name") { Description = "Sets and weights to pack, for example Set5 Set14 BSDS500/train niqe", Arity = ArgumentArity.OneOrMore };
        var to = new Option<FileInfo>("--to") { Description = "The archive to write, for example workshop.tar", Required = true };
        var command = new Command("export", "Pack what a workshop needs into one archive") { names, to };
        command.SetAction((parse, cancellation) => GuardAsync(() => DataTravel.ExportAsync(parse.GetRequiredValue(names), parse.GetRequiredValue(to).FullName, cancellation)));
        return command;
    }

    private static Command Import()
    {
        var archive = new Argument<FileInfo>("archive") { Description = "What 'data export' has written" };
        var to = new Option<DirectoryInfo?>("--to") { Description = $"Data folder to unpack into (default: {DataFolder.Variable}, else the user's cache)" };
        var command = new Command("import", "Unpack what 'data export' has packed; every file is checked") { archive, to };
        command.SetAction((parse, cancellation) => GuardAsync(() => DataTravel.ImportAsync(parse.GetRequiredValue(archive).FullName, parse.GetValue(to)?.FullName, cancellation)));
        return command;
    }

    private static int Guard(Func<int> action) => GuardAsync(() => Task.FromResult(action())).GetAwaiter().GetResult();

    /// <summary>Expected failures end in their message, not in a stack trace.</summary>
    private static async Task<int> GuardAsync(Func<Task<int>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception e) when (e is DataSetException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped. What was received is kept; the same command goes on from there.");
            return 130;
        }
    }
}
