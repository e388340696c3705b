using System.ComponentModel;
using System.Diagnostics;
using Spectre.Console;
using SuperResolution.Datasets;
using SuperResolution.Workbench.Commands;

namespace SuperResolution.Workbench.Tests.Commands;

public sealed class PaperTablesCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StringWriter said = new();

    /// <summary>Five small drawn pictures under the names of Set5: quick, and far from every paper.</summary>
    public PaperTablesCommandTests()
    {
        Directory.CreateDirectory(folder.File("data/Set5"));
        var i = 0UL;
        foreach (var name in new[] { "baby", "bird", "butterfly", "head", "woman" })
            SyntheticImages.DeadLeaves(++i, 48, 40).Save(folder.File($"data/Set5/{name}.png"));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Writes_csv_markdown_and_latex_and_a_second_run_computes_nothing()
    {
        Assert.Equal(0, Run("srgan-1"));
        var words = Words();
        Assert.Contains("MISSING: Set14 is not at hand: 'data get Set14'", words);
        Assert.DoesNotContain(" 0 scores of images were computed", words);
        foreach (var name in new[] { "srgan-1", "paper-tables" })
            Assert.All(new[] { ".csv", ".md", ".tex" },
                extension => Assert.True(File.Exists(folder.File("out/" + name + extension)), name + extension));
        var csv = File.ReadAllText(folder.File("out/srgan-1.csv"));
        Assert.Contains("srgan-1,\"arXiv 1609.04802, table 1\",Set5,4,SRGAN-MSE,30.64,0.8701,MOS 3.77,,", csv);
        Assert.Contains(",5,SRGAN paper ×4,", csv);
        Assert.Contains("| Set5 ×4 | SRGAN-VGG54 | 29.40 / 0.8472 | MOS 3.58 | SRGAN (",
            File.ReadAllText(folder.File("out/paper-tables.md")));
        Assert.Contains("\\input{srgan-1}", File.ReadAllText(folder.File("out/paper-tables.tex")));

        Assert.Equal(0, Run("srgan-1"));
        Assert.Contains("; 0 scores of images were computed", Words());
        Assert.Equal(csv, File.ReadAllText(folder.File("out/srgan-1.csv")));
    }

    [Fact] // Debian: texlive-latex-base
    public void Latex_compiles_and_fits_on_its_page()
    {
        Run("srgan-1");
        var start = new ProcessStartInfo("pdflatex", ["-interaction=nonstopmode", "-halt-on-error", "paper-tables.tex"])
        {
            WorkingDirectory = folder.File("out"),
            RedirectStandardOutput = true,
        };
        string output;
        try
        {
            using var process = Process.Start(start)!;
            output = process.StandardOutput.ReadToEnd();
        }
        catch (Win32Exception)
        {
            Assert.Skip("needs pdflatex");
            return;
        }
        Assert.Contains("Output written on paper-tables.pdf", output);
        Assert.DoesNotContain("Overfull", output);
    }

    [Fact]
    public void A_difference_that_nobody_explains_is_an_error_and_the_tables_are_written_all_the_same()
    {
        Assert.Equal(1, Run("esrgan", "Set5"));
        Assert.Contains("UNEXPLAINED: Bicubic on Set5 ×4 by Bicubic is ", Words());
        Assert.Contains("UNEXPLAINED", File.ReadAllText(folder.File("out/esrgan.md")));
    }

    [Fact]
    public void A_damaged_entry_is_said_and_computed_again()
    {
        Run("esrgan", "Set5");
        var entry = Directory.GetFiles(folder.File("cache"), "*.txt", SearchOption.AllDirectories)[0];
        File.WriteAllText(entry, "nonsense");
        said.GetStringBuilder().Clear();
        Run("esrgan", "Set5");
        Assert.Contains("is damaged: computed again.", Words());
    }

    [Fact]
    public void What_cannot_be_meant_is_refused()
    {
        Assert.Contains("srgan-2", Assert.Throws<BadInputException>(() => Run("vdsr")).Message);
        Assert.Contains("Set14", Assert.Throws<BadInputException>(() => Run("srgan", "Set15")).Message);
        Assert.Contains("--threads 0", Assert.Throws<BadInputException>(() => Run("srgan", threads: 0)).Message);
        folder.Write("cache", "a file");
        Assert.Contains("is a file", Assert.Throws<IOException>(() => Run("srgan")).Message);
    }

    private int Run(string only, string? set = null, int? threads = 2)
    {
        said.GetStringBuilder().Clear();
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(said) });
        console.Profile.Width = 10_000;
        var data = new DataFolder([new DataLocation(folder.File("data"), DataSource.Environment)], folder.File("data"));
        return PaperTablesCommand.Run(
            new PaperTablesSettings(folder.File("out"), folder.File("cache"), [only], set is null ? [] : [set], threads), console, data);
    }

    private string Words() => said.ToString();
}
