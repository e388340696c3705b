using System.Text.Json.Nodes;
using SuperResolution.Workbench.Notebooks;

namespace SuperResolution.Workbench.Tests.Notebooks;

public sealed class ScriptEngineTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ScriptEngine engine;
    private int cells;

    public ScriptEngineTests() => engine = new ScriptEngine(folder.Path);

    public void Dispose() => folder.Dispose();

    private async Task<(CellError? Error, JsonArray Outputs)> Run(string source)
    {
        var output = new CollectedOutput();
        var error = await engine.RunAsync(source, ++cells, output);
        return (error, output.ToJson());
    }

    private static string[] Kinds(JsonArray outputs) =>
        [.. outputs.Select(output => output!["output_type"]!.GetValue<string>() is "stream" ? output["name"]!.GetValue<string>()
            : output["output_type"]!.GetValue<string>())];

    private static string Text(JsonNode? output) => NotebookCell.Joined(output!["text"] ?? output["data"]!["text/plain"]);

    [Fact]
    public async Task State_flows_from_cell_to_cell_and_the_last_expression_is_the_result()
    {
        await Run("using System.IO;\nint x = 20; int Twice(int y) => 2 * y; record P(int A);");
        var (error, outputs) = await Run("Path.GetFileName(\"a/b\") + Twice(x + 1) + new P(7).A");
        Assert.Null(error);
        Assert.Equal(["execute_result"], Kinds(outputs));
        Assert.Equal("b427", Text(outputs[0]));
        Assert.Equal(2, outputs[0]!["execution_count"]!.GetValue<int>());
    }

    [Fact]
    public async Task Outputs_keep_their_order_and_printed_lines_are_joined()
    {
        var (_, outputs) = await Run("""
            for (var i = 0; i < 2; i++) { Console.Write("a"); Console.WriteLine(i); $"shown {i}".Display(); }
            Console.Error.WriteLine("bad");
            Console.WriteLine("end");
            "result"
            """);
        Assert.Equal(["stdout", "display_data", "stdout", "display_data", "stderr", "stdout", "execute_result"], Kinds(outputs));
        Assert.Equal("a0\n", Text(outputs[0]));
        Assert.Equal("shown 1", Text(outputs[3]));
        Assert.Equal("bad\n", Text(outputs[4]));
    }

    [Fact]
    public async Task Cells_await_and_their_tasks_print_into_them()
    {
        var (error, outputs) = await Run(
            "await Task.Run(async () => { await Task.Delay(1); Console.WriteLine(\"inside\"); });\nvar v = await Task.FromResult(5); v");
        Assert.Null(error);
        Assert.Equal("inside\n", Text(outputs[0]));
        Assert.Contains("5", NotebookCell.Joined(outputs[1]!["data"]!["text/html"]));
    }

    [Fact]
    public async Task Compile_error_points_to_line_and_column_with_a_caret()
    {
        var (error, outputs) = await Run("var a = 1;\n\tvar b = a + missing;\n");
        Assert.Equal("error CS0103", error!.Name);
        Assert.Equal(2, error.Line);
        Assert.Equal("cell 1, line 2, column 14: error CS0103: The name 'missing' does not exist in the current context",
            error.Traceback[0]);
        Assert.Equal("    \tvar b = a + missing;", error.Traceback[1]);
        Assert.Equal("    \t            ^~~~~~~", error.Traceback[2]);
        Assert.Equal(["error"], Kinds(outputs));
    }

    [Fact]
    public async Task Exception_points_to_the_line_and_earlier_variables_survive()
    {
        await Run("int Deep(int x)\n{\n    return x == 0 ? throw new InvalidOperationException(\"no \" + x) : Deep(x - 1);\n}");
        var (error, outputs) = await Run("var before = 3;\nvar y = new List<int>();\nDeep(1);\nvar after = 4;");
        Assert.Equal("InvalidOperationException", error!.Name);
        Assert.Equal("no 0", error.Message);
        Assert.Equal(3, error.Line);
        Assert.Equal("InvalidOperationException: no 0", error.Traceback[0]);
        Assert.StartsWith("  cell 1, line 3: return x == 0", error.Traceback[1]);
        Assert.Equal("  cell 2, line 3: Deep(1);", error.Traceback[^1]);
        Assert.Equal(["error"], Kinds(outputs));
        Assert.Equal("3", Text((await Run("$\"{before}\"")).Outputs[0]));
    }

    [Fact]
    public async Task Exception_in_the_library_names_its_method_and_its_cause()
    {
        folder.Write("broken.png", "not a picture");
        await Run($"#r \"{typeof(Imaging.Picture).Assembly.Location}\"");
        var (error, _) = await Run($"SuperResolution.Imaging.Picture.Load(@\"{folder.File("broken.png")}\");");
        Assert.Equal("PictureFormatException", error!.Name);
        Assert.Contains(error.Traceback, line => line.StartsWith("  SuperResolution.Imaging.Picture.", StringComparison.Ordinal));
        Assert.DoesNotContain(error.Traceback, line => line.Contains("System.", StringComparison.Ordinal));
        Assert.Equal(1, error.Line);
    }

    [Fact]
    public async Task Usings_and_declarations_of_an_imported_file_reach_later_cells()
    {
        folder.Write("kit/inner.csx", "using System.Globalization;");
        folder.Write("kit/_kit.csx", "#!import inner.csx\nusing System.IO;\nusing static System.Math;\nvar fromKit = " +
            "41;\n\"ready\".Display();\n");
        var (error, outputs) = await Run("#!import kit/_kit.csx");
        Assert.Null(error);
        Assert.Equal("ready", Text(outputs[0]));
        Assert.Equal("42/x", Text((await Run(
            "Path.Combine((fromKit + (int)Cos(0)).ToString(CultureInfo.InvariantCulture), \"x\")")).Outputs[0]));
    }

    [Fact]
    public async Task Error_inside_an_imported_file_names_the_file_and_the_importing_line()
    {
        folder.Write("bad.csx", "var a = 1;\nvar b = nothing;\n");
        var (error, _) = await Run("// first\n#!import bad.csx");
        Assert.Equal(2, error!.Line);
        Assert.StartsWith("bad.csx, line 2, column 9: error CS0103", error.Traceback[0]);
    }

    [Fact]
    public async Task Missing_kit_says_how_to_make_it()
    {
        var (error, _) = await Run("#!import _kit.csx");
        Assert.Contains("dotnet build lib/SuperResolution", error!.Message);
        Assert.Equal(1, error.Line);
    }

    [Fact]
    public async Task Load_and_relative_references_are_found_beside_the_notebook()
    {
        folder.Write("helpers.csx", "int Helper() => 5;");
        File.Copy(typeof(TemporaryFolder).Assembly.Location, folder.File("copy.dll"));
        Assert.Null((await Run("#load \"helpers.csx\"\nHelper()")).Error);
        Assert.Null((await Run("#r \"copy.dll\"")).Error);
        Assert.Equal("error CS0006", (await Run("#r \"absent.dll\"")).Error!.Name);
    }

    [Fact]
    public async Task Only_one_copy_of_an_assembly_loads_wherever_the_reference_points()
    {
        Directory.CreateDirectory(folder.File("bin"));
        foreach (var name in (string[])["TorchSharp.dll", "SuperResolution.dll"])
            File.Copy(Path.Combine(AppContext.BaseDirectory, name), folder.File($"bin/{name}"));
        Assert.Null((await Run($"#r \"{folder.File("bin/TorchSharp.dll")}\"\n#r \"bin/SuperResolution.dll\"\n#r \"nuget: " +
            "TorchSharp, 0.107.0\"")).Error);
        var (error, outputs) = await Run("""
            Type[] types = [typeof(TorchSharp.torch), typeof(SuperResolution.Imaging.Picture),
                typeof(System.Text.Json.JsonDocument), typeof(System.Linq.Enumerable)];
            string.Join("\n", types.Select(t => t.Assembly.Location))
            """);
        Assert.Null(error);
        Assert.Equal(
            new[] { typeof(TorchSharp.torch), typeof(Imaging.Picture), typeof(System.Text.Json.JsonDocument), typeof(Enumerable) }.Select(
                type => type.Assembly.Location),
            Text(outputs[0]).Split('\n'));
    }

    [Fact]
    public async Task Package_that_is_not_there_is_refused_with_what_to_do()
    {
        var (error, _) = await Run("var a = 1;\n#r \"nuget: Humanizer, 2.14.1\"");
        Assert.Equal(2, error!.Line);
        Assert.Contains("lib/SuperResolution/SuperResolution.csproj", error.Message);
    }

    [Fact]
    public async Task Tensor_as_the_result_is_a_short_text()
    {
        await Run("#r \"TorchSharp\"\nusing TorchSharp;");
        var (error, outputs) = await Run("torch.zeros(1, 3, 64, 64)");
        Assert.Null(error);
        Assert.Equal("Tensor [1, 3, 64, 64] Float32 on cpu", Text(outputs[0]));
        Assert.Contains("2", Text((await Run("new TorchSharp.Modules.Parameter(torch.tensor(new float[] { 1, 2 }))")).Outputs[0]));
    }

    [Fact]
    public async Task Time_directive_shows_the_wall_time_and_unknown_directives_are_refused()
    {
        var (_, outputs) = await Run("#!time\nvar a = 1;");
        Assert.StartsWith("Wall time: ", Text(outputs[0]));
        var (error, _) = await Run("1\n#!fsharp");
        Assert.Equal(2, error!.Line);
        Assert.Contains("#!fsharp is not known", error.Message);
    }

    [Fact]
    public async Task A_cell_refers_to_as_much_as_the_first_one_however_many_came_before()
    {
        await Run("var n = 0;");
        await Run("#r \"TorchSharp\"\nn++; n"); // a cell's own reference is for all later ones
        var before = engine.Analyse("n").References.Count();
        for (var i = 0; i < 20; i++) Assert.Null((await Run("n++; n")).Error);
        Assert.Equal(before, engine.Analyse("n").References.Count());
        Assert.Null((await Run("typeof(TorchSharp.torch)")).Error);
    }

    [Fact]
    public async Task Language_is_CSharp_13()
    {
        // C# 13
        Assert.Null((await Run("int Sum(params ReadOnlySpan<int> values) { var s = 0; foreach (var v in values) s += v; return s; " +
            "}\nSum(1, 2)")).Error);
        // C# 14
        Assert.NotNull((await Run("class C { public int P { get => field; set => field = value; } }")).Error);
    }

    [Fact]
    public async Task Engines_beside_each_other_keep_their_outputs_and_states_apart()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 2).Select(async i =>
        {
            var own = new ScriptEngine(folder.Path);
            var output = new CollectedOutput();
            await own.RunAsync($"var mine = {i}; for (var k = 0; k < 50; k++) {{ Console.Write(mine); await Task.Yield(); }}", 1, output);
            return Text(output.ToJson()[0]);
        }));
        Assert.Equal([new string('0', 50), new string('1', 50)], results);
    }
}
