using Spectre.Console;

namespace SuperResolution.Workbench.Checks;

/// <summary>Runs checks one after the other and prints a line for each.</summary>
internal sealed class CheckList(IAnsiConsole console)
{
    /// <returns>The exit code: 1 where something is bad.</returns>
    public async Task<int> RunAsync(IEnumerable<ICheck> checks)
    {
        int bad = 0, lacking = 0;
        foreach (var check in checks)
        {
            var result = await ResultOf(check);
            if (result.Verdict == Verdict.Bad) bad++;
            if (result.Verdict == Verdict.Lacking) lacking++;
            var mark = result.Verdict switch { Verdict.Good => "[green]✓[/]", Verdict.Lacking => "[yellow]![/]", _ => "[red]✗[/]" };
            console.Markup($"{mark} [bold]{Markup.Escape(check.Title)}[/]: ");
            console.Lines().WriteLine(result.Message.ReplaceLineEndings(" ")); // one line each, not folded: paths are copied from it
        }
        console.MarkupLine((bad, lacking) switch
        {
            (0, 0) => "[green]Everything is ready.[/]",
            (0, _) => $"[green]Ready[/]; {lacking} marked ! can be done without.",
            _ => $"[red]{bad} marked ✗ must be repaired.[/]",
        });
        return bad == 0 ? 0 : 1;
    }

    private static async Task<CheckResult> ResultOf(ICheck check)
    {
        try
        {
            return await check.RunAsync();
        }
        catch (Exception error)
        {
            return CheckResult.Bad(BadInput.Sentence(error));
        }
    }
}
