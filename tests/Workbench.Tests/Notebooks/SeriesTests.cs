using System.Text;
using System.Text.RegularExpressions;
using SuperResolution.Workbench.Notebooks;
using SuperResolution.Workbench.Report;

namespace SuperResolution.Workbench.Tests.Notebooks;

/// <summary>
/// The house style of the notebooks in the checkout, as far as a program can tell. That they run, CI shows: it executes all of them.
/// </summary>
public sealed class SeriesTests
{
    private const int LongestCell = 30, LongestLine = 89, MostCodeInARow = 4;

    private static readonly string[] files = [
        .. Directory.GetFiles(Path.Combine(Checkout.Root, "notebooks"), "*.ipynb").Order(StringComparer.Ordinal)];

    public static TheoryData<string> Names => [.. files.Select(file => Path.GetFileName(file)!)];

    /// <summary>The solutions, as paths below <c>notebooks</c>.</summary>
    internal static IEnumerable<string> SolutionPaths =>
        Directory.GetFiles(Path.Combine(Checkout.Root, "notebooks", "solutions"), "*.ipynb")
        .Order(StringComparer.Ordinal).Select(file => "solutions/" + Path.GetFileName(file));

    public static TheoryData<string> Solutions => [.. SolutionPaths];

    private static NotebookFile Open(string name)
    {
        var path = Path.Combine(Checkout.Root, "notebooks", name);
        return NotebookFile.Parse(path, File.ReadAllBytes(path));
    }

    [Fact]
    public void They_are_numbered_without_a_gap_and_the_readme_has_a_row_for_each()
    {
        var readme = File.ReadAllText(Path.Combine(Checkout.Root, "README.md"), Encoding.UTF8);
        for (var i = 0; i < files.Length; i++)
        {
            var name = Path.GetFileName(files[i]);
            Assert.StartsWith($"{i + 1:00}-", name, StringComparison.Ordinal);
            Assert.Matches(new Regex($@"(?m)^\| \[{i + 1} [^\]]+\]\(notebooks/{Regex.Escape(name)}\) \| .+ \|\r?$"), readme);
        }
        Assert.Equal(files.Length, Regex.Count(readme, @"(?m)^\| \[\d+ [^\]]+\]\(notebooks/"));
    }

    [Theory, MemberData(nameof(Names))]
    public void Prose_comes_first_and_the_kit_is_imported(string name)
    {
        var cells = Open(name).Cells;
        Assert.Equal("markdown", cells[0].Kind);
        Assert.StartsWith($"# {int.Parse(name[..2])}. ", cells[0].Source, StringComparison.Ordinal);
        Assert.True(cells[0].Source.Length > 200, "the first cell says what the notebook is about");
        Assert.Equal("#!import _kit.csx", cells.First(cell => cell.IsCode).Source.Trim());
        Assert.Contains(cells, cell => cell.Source.Contains("\n## What to try")
            || cell.Source.StartsWith("## What to try", StringComparison.Ordinal));
        Assert.Equal("markdown", cells[^1].Kind);
    }

    [Theory, MemberData(nameof(Names))]
    public void Papers_that_are_named_by_their_number_are_in_the_bibliography(string name) =>
        Assert.All(Open(name).Cells.SelectMany(cell => Citations.In(cell.Source)),
            number => Assert.True(Bibliography.Find(number) is not null, $"arXiv {number} is not in Bibliography.cs"));

    [Fact]
    public void Every_notebook_has_its_solutions()
    {
        var missing = files.Select(file => Path.GetFileName(file)!).Except(SolutionPaths.Select(path => Path.GetFileName(path)!)).ToList();
        Assert.True(missing.Count == 0, $"notebooks/solutions has nothing for {string.Join(", ", missing)}");
    }

    [Theory, MemberData(nameof(Solutions))]
    public void Solutions_belong_to_a_notebook_of_the_series_that_links_to_them(string path)
    {
        var (name, cells) = (Path.GetFileName(path), Open(path).Cells);
        Assert.True(File.Exists(Path.Combine(Checkout.Root, "notebooks", name)), $"no notebook is called {name}");
        Assert.EndsWith($"Solutions: [{path}]({path}).", Open(name).Cells[^1].Source.TrimEnd(), StringComparison.Ordinal);
        Assert.StartsWith($"# Solutions to notebook {int.Parse(name[..2])}: ", cells[0].Source, StringComparison.Ordinal);
        Assert.Equal("#!import ../_kit.csx", cells.First(cell => cell.IsCode).Source.Trim());
        Assert.Contains(cells, cell => cell.IsCode
            && cell.Source.Contains("void Check(bool holds, string what)", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Names)), MemberData(nameof(Solutions))]
    public void They_are_stored_without_outputs_and_with_unique_names_of_cells(string name)
    {
        var cells = Open(name).Cells;
        Assert.All(cells, cell => Assert.Empty(cell.Outputs));
        Assert.All(cells, cell => Assert.Null(cell.ExecutionCount));
        Assert.Equal(cells.Count, cells.Select(cell => cell.Json["id"]?.GetValue<string>()).Distinct().Count());
    }

    [Theory, MemberData(nameof(Names)), MemberData(nameof(Solutions))]
    public void Code_is_short_enough_to_be_read_between_the_prose(string name)
    {
        var inARow = 0;
        foreach (var cell in Open(name).Cells)
        {
            inARow = cell.IsCode ? inARow + 1 : 0;
            Assert.True(inARow <= MostCodeInARow, $"cell {cell.Index + 1}: more than {MostCodeInARow} code cells in a row");
            if (!cell.IsCode) continue;
            var lines = cell.Source.Split('\n');
            Assert.True(lines.Length <= LongestCell, $"cell {cell.Index + 1} has {lines.Length} lines");
            Assert.All(lines.Index(), line => Assert.True(line.Item.Length <= LongestLine,
                $"{name}, cell {cell.Index + 1}, line {line.Index + 1} has {line.Item.Length} characters: {line.Item.Trim()}"));
        }
    }
}
