using System.Text;
using SuperResolution.Workbench.Notebooks;

namespace SuperResolution.Workbench.Tests.Kernel;

/// <summary>The kernel and clients that others wrote.</summary>
public sealed class RealClientTests
{
    [Theory]
    [InlineData("csharp-research"), InlineData(".net-csharp")]
    public void All_tests_of_jupyter_kernel_test_pass_and_none_is_skipped(string name)
    {
        using var jupyter = new Jupyter("jupyter_kernel_test", "python3-jupyter-kernel-test");
        var (code, said) = jupyter.RunPython(Path.Combine(AppContext.BaseDirectory, "Kernel", "kernel_tests.py"), name);
        Assert.True(code == 0, said);
        Assert.Contains("Ran 12 tests", said);
        Assert.DoesNotContain("skipped", said);
    }

    [Fact]
    public void Nbconvert_executes_a_notebook_of_the_kit()
    {
        using var jupyter = new Jupyter("nbconvert", "python3-nbconvert");
        File.WriteAllText(jupyter.File("probe.ipynb"), TestNotebook.Json(
            $"#!import {Path.Combine(Checkout.Root, "notebooks", "_kit.csx")}",
            "using SuperResolution.Imaging;\nvar picture = new Picture(8, 8, 3, new byte[192]);\nConsole.WriteLine(picture);",
            "new Chart(\"a chart\", \"x\", \"y\").Line(\"a\", [1.0, 2.0], [3.0, 4.0])",
            "torch.ones(2, 3).sum().item<float>()"));
        var (code, said) = jupyter.RunPython("-m", "nbconvert", "--to", "notebook", "--execute", "--output", "done.ipynb", "probe.ipynb");
        Assert.True(code == 0, said);
        var cells = NotebookFile.Parse(jupyter.File("done.ipynb"), File.ReadAllBytes(jupyter.File("done.ipynb"))).Cells;
        Assert.Equal("8×8 RGB\n", NotebookCell.Joined(cells[1].Outputs.First()["text"]));
        Assert.Contains("Plotly.newPlot", NotebookCell.Joined(cells[2].Outputs.First()["data"]!["text/html"]));
        Assert.Contains("6", NotebookCell.Joined(cells[3].Outputs.First()["data"]!["text/html"]));
    }

    [Fact]
    public void Nbconvert_stops_at_an_error_and_shows_its_line()
    {
        using var jupyter = new Jupyter("nbconvert", "python3-nbconvert");
        File.WriteAllBytes(jupyter.File("probe.ipynb"), Encoding.UTF8.GetBytes(TestNotebook.Json("var a = 1;", "a + missing")));
        var (code, said) = jupyter.RunPython("-m", "nbconvert", "--to", "notebook", "--execute", "--output", "done.ipynb", "probe.ipynb");
        Assert.NotEqual(0, code);
        Assert.Contains("cell 2, line 1, column 5: error CS0103: The name 'missing' does not exist in the current context", said);
    }
}
