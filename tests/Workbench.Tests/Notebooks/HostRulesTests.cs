using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using SuperResolution.Workbench.Notebooks;

namespace SuperResolution.Workbench.Tests.Notebooks;

/// <summary>What keeps the notebooks running in the kit's kernel, .NET Interactive and Verso alike.</summary>
public sealed partial class HostRulesTests
{
    public static TheoryData<string> Names => SeriesTests.Names;

    public static TheoryData<string> Solutions => SeriesTests.Solutions;

    [Theory, MemberData(nameof(Names)), MemberData(nameof(Solutions))]
    public void Cells_use_only_what_every_host_has(string name)
    {
        foreach (var cell in NotebookFile.Parse(name, File.ReadAllBytes(Path.Combine(Checkout.Root, "notebooks", name))).Cells.Where(
            cell => cell.IsCode))
        {
            var code = Comments().Replace(cell.Source, "");
            // unquoted, alone in its cell
            if (cell.Source.Contains("#!import", StringComparison.Ordinal))
                Assert.Equal(name.Contains('/') ? "#!import ../_kit.csx" : "#!import _kit.csx", cell.Source.Trim());
            else Assert.DoesNotMatch(@"(?m)^\s*#[!r]", code);
            Assert.DoesNotMatch(@"\.Display\(\s*[^)\s]", code); // without arguments
            Assert.DoesNotMatch(@"\b(display|HTML|DisplayAs|DisplayedValue|CellScreen|PocketView)\b\s*\(?", code);
            Assert.DoesNotMatch(@"\bFormatter\.", code);
            Assert.DoesNotContain("Console.Error", code, StringComparison.Ordinal); // a failure for Verso
            Assert.DoesNotMatch(@"(?m)^\s*namespace\b", code);
        }
    }

    [Fact]
    public void The_library_has_no_extension_named_Display() =>
        Assert.DoesNotContain(typeof(SuperResolution.Figures.Figure).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)), method =>
                method.Name == "Display");

    [Fact]
    public async Task A_chart_is_drawn_in_a_host_that_carries_an_older_FSharp_Core()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var host = Path.Combine(Checkout.Root, "tests", "OldFSharpHost", "bin", configuration, "net10.0", "OldFSharpHost.dll");
        var start = new ProcessStartInfo(
            "dotnet", [host, Path.Combine(Checkout.Root, "notebooks", "_kit.csx"),
            "new Chart(\"a\", \"x\", \"y\").Line(\"l\", [1.0, 2.0], [1.0, 2.0]).ToHtml()"])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await errors);
        Assert.StartsWith("FSharp.Core 10.0.", said);
        Assert.Contains("Plotly.newPlot", said);
        Assert.EndsWith("copies: 1\n", said.ReplaceLineEndings("\n"));
    }

    [GeneratedRegex(@"//[^\n]*|""[^""\n]*""")]
    private static partial Regex Comments();
}
