using System.CommandLine;
using Spectre.Console;
using SuperResolution.Workbench.Checks;

namespace SuperResolution.Workbench.Commands;

/// <summary><c>check [--quick] [--data NAME…]</c>: the evening before a workshop.</summary>
internal static class CheckCommand
{
    private static readonly string[] usual = ["Set5", "Set14"];

    public static Command Create()
    {
        var quick = new Option<bool>("--quick") { Description = "Without running the notebooks" };
        var data = new Option<string[]>("--data")
        {
            Description = "Sets that the workshop needs, fetched where they are missing, for example Set5 Set14 BSDS500/val",
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command("check",
            "Is everything ready for a workshop? Build, LibTorch, weights, kernel, data, every notebook: ✓ good, ! can be done without, " +
            "✗ must be repaired") { quick, data };
        command.SetAction((parse, _) =>
            new CheckList(AnsiConsole.Console)
                .RunAsync(Checks(Repository.Root(Directory.GetCurrentDirectory()), parse.GetValue(quick), parse.GetValue(data) ?? [])));
        return command;
    }

    private static IEnumerable<ICheck> Checks(string checkout, bool quick, string[] data)
    {
        yield return new BuildCheck(checkout);
        yield return new MachineCheck(checkout);
        yield return new ComputeCheck();
        yield return new GpuCheck();
        yield return new WeightsCheck();
        yield return new MathFontCheck();
        foreach (var name in data.Union(usual, StringComparer.OrdinalIgnoreCase))
            yield return new DataCheck(name, fetch: data.Contains(name, StringComparer.OrdinalIgnoreCase));
        yield return new KernelCheck(TimeSpan.FromMinutes(2));
        if (quick) yield break;
        foreach (var notebook in Directory.GetFiles(Path.Combine(checkout, "notebooks"), "*.ipynb").Order(StringComparer.Ordinal))
            yield return new NotebookCheck(notebook);
    }
}
