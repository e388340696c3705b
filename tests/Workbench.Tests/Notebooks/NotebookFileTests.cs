using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using SuperResolution.Workbench.Notebooks;

namespace SuperResolution.Workbench.Tests.Notebooks;

public sealed class NotebookFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static NotebookFile Parse(string json) => NotebookFile.Parse("test.ipynb", Encoding.UTF8.GetBytes(json));

    [Fact]
    public void Old_minor_is_written_as_4_5_with_unique_ids_and_unknown_metadata_survives()
    {
        var notebook = Parse("""
            {"nbformat": 4, "nbformat_minor": 0, "metadata": {"mine": {"deep": [1, 2]}}, "cells": [
              {"cell_type": "markdown", "id": "same", "source": "# T\ntext", "metadata": {"slideshow": 1}},
              {"cell_type": "code", "id": "same", "source": ["1 +\n", "2"], "metadata": {}, "outputs": [], "execution_count": null},
              {"cell_type": "code", "source": "1 +\r\n2"}]}
            """);
        Assert.Equal("1 +\n2", notebook.Cells[2].Source);
        notebook.Write(folder.File("out.ipynb"));

        var written = JsonNode.Parse(File.ReadAllText(folder.File("out.ipynb")))!;
        Assert.Equal(5, written["nbformat_minor"]!.GetValue<int>());
        Assert.Equal(2, written["metadata"]!["mine"]!["deep"]![1]!.GetValue<int>());
        Assert.Equal(1, written["cells"]![0]!["metadata"]!["slideshow"]!.GetValue<int>());
        Assert.Equal(3, written["cells"]!.AsArray().Select(cell => cell!["id"]!.GetValue<string>()).Distinct().Count());
        Assert.Equal("same", written["cells"]![0]!["id"]!.GetValue<string>());
        Assert.Equal([folder.File("out.ipynb")], Directory.GetFiles(folder.Path)); // no temporary file stays
    }

    [Fact]
    public async Task Executed_notebook_is_valid_for_Jupyters_nbformat()
    {
        const string Python = "/usr/bin/python3";
        Assert.SkipUnless(File.Exists(Python) && Process.Start(Python, ["-c", "import nbformat"]) is { } probe && Exit(probe) == 0,
            "needs Debian's python3-nbformat");
        var notebook = Parse(TestNotebook.Json(
            "md:# Title", "Console.WriteLine(1); Console.Error.WriteLine(2); \"shown\".Display(); new { A = 1 }",
            "throw new Exception(\"no\");"));
        await new NotebookRunner(new NoProgress()).RunAsync(notebook);
        notebook.Write(folder.File("out.ipynb"));
        var check = Process.Start(new ProcessStartInfo(
            Python, ["-c", "import nbformat, sys; n = nbformat.read(sys.argv[1], as_version=4); nbformat.validate(n); " +
                "print(n.nbformat_minor, len(n.cells[1].outputs), n.cells[2].outputs[0].ename)", folder.File("out.ipynb")])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = check.StandardOutput.ReadToEnd() + check.StandardError.ReadToEnd();
        Assert.Equal(0, Exit(check));
        Assert.Equal("5 4 Exception", said.Trim());
    }

    [Theory]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{\"nbformat\": 3, \"worksheets\": []}", "nbformat is 3")]
    [InlineData("{\"cells\": []}", "nbformat is missing")]
    [InlineData("{\"nbformat\": 4}", "no list 'cells'")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"poem\"}]}", "unknown kind 'poem'")]
    [InlineData("{\"nbformat\": 4, \"cells\": [], \"metadata\": {\"kernelspec\": {\"language\": \"python\"}}}", "written in python")]
    [InlineData("{\"nbformat\": 4, \"cells\": [", "cannot be used")]
    public void What_is_no_notebook_is_refused_with_its_name_and_the_cause(string json, string cause)
    {
        var error = Assert.Throws<BadInputException>(() => Parse(json));
        Assert.Contains(cause, error.Message);
        Assert.Contains("test.ipynb", error.Message);
    }

    [Fact]
    public void Place_of_a_cells_line_in_the_file()
    {
        var file = Encoding.UTF8.GetBytes(
            "{\n \"metadata\": {\"cells\": {}},\n \"cells\": [\n  {\n   \"source\": \"one\"\n  },\n  {\n   \"metadata\": {\"source\": " +
            "1},\n   \"source\": [\n    \"a\\n\",\n    \"b\\n\",\n    \"c\"\n   ]\n  }\n ]\n}");
        Assert.Equal(5, NotebookLines.InFile(file, 0, 1));
        Assert.Equal(10, NotebookLines.InFile(file, 1, 1));
        Assert.Equal(12, NotebookLines.InFile(file, 1, 3));
    }

    private static int Exit(Process process)
    {
        process.WaitForExit();
        return process.ExitCode;
    }

    private sealed class NoProgress : IRunProgress
    {
        public void CellStarted(int number, int count, NotebookCell cell) { }

        public void CellFinished(int number, int count, TimeSpan elapsed) { }
    }
}
