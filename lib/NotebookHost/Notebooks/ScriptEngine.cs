using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;
using SuperResolution.Workbench.Scripting;

namespace SuperResolution.Workbench.Notebooks;

/// <summary>Runs cells one after the other; each sees what the earlier ones declared. One engine is one notebook's state.</summary>
internal sealed class ScriptEngine
{
    /// <summary>What .NET Interactive brings, and Display. System.IO is not among them: notebooks write their usings out.</summary>
    private static readonly string[] Usings =
        ["System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq",
            typeof(DisplayExtensions).Namespace!];

    private readonly InteractiveAssemblyLoader loader = new();
    private readonly CellTarget target = new();
    private readonly ScriptSources sources = new();
    private readonly Lazy<ScriptOptions> options; // one object, also when several threads want it first: each has references of its own
    private ScriptState<object>? state;
    private Compilation? warm; // keeps what was read of the references until a cell holds it
    private string current = ""; // the cell that runs, or the last one
    private int runs; // a cell that was given up must not change what later ones see

    /// <param name="folder">The notebook's folder.</param>
    public ScriptEngine(string folder) => (Folder, options) = (folder, new(Options));

    /// <summary>The notebook's folder: <c>#r</c>, <c>#load</c> and <c>#!import</c> are relative to it.</summary>
    public string Folder { get; set; }

    /// <summary>Runs one cell; what it prints and shows comes in <paramref name="output"/> while it runs.</summary>
    /// <param name="source">The cell's text.</param>
    /// <param name="number">The cell's number, as Jupyter counts: 1 for the first cell that runs.</param>
    /// <param name="output">Takes what the cell prints and shows, the error included.</param>
    /// <returns>Null, or why it stopped.</returns>
    public async Task<CellError?> RunAsync(string source, int number, CellOutput output)
    {
        var mine = ++runs;
        var name = current = $"cell {number}";
        sources.Restart();
        sources.Add(name, source);
        target.Output = output;
        ConsoleRouter.Attach(target);
        CellError? error;
        try
        {
            error = await RunPartsAsync(CellParts.Split(source), name, Folder, output, number);
        }
        catch (CellSourceException refused)
        {
            error = ErrorReport.Of(refused, name, sources);
        }
        finally
        {
            if (mine == runs && !output.StaysOpen) target.Output = null;
            ConsoleRouter.Attach(null);
            output.Complete();
        }
        if (error is not null) output.Fail(error);
        return error;
    }

    /// <summary>An exception that came another way than through a cell's end.</summary>
    public CellError Explain(Exception error) => ErrorReport.Of(error, current, sources);

    private async Task<CellError?> RunPartsAsync(
        IReadOnlyList<CellPart> parts, string name, string partsFolder, CellOutput output, int number)
    {
        var clock = parts.Any(part => part.Kind == CellPartKind.Time) ? Stopwatch.StartNew() : null;
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            var error = part.Kind switch
            {
                CellPartKind.Code => await RunCodeAsync(part.Text, name, output, i == parts.Count - 1 ? number : null),
                CellPartKind.Import => await ImportAsync(part, partsFolder, output),
                _ => null,
            };
            if (error is not null)
                return part.Kind == CellPartKind.Import ? error with { Line = part.Line } : error;
        }
        if (clock is not null)
            output.Show(new Dictionary<string, string>
            {
                ["text/plain"] = string.Create(CultureInfo.InvariantCulture, $"Wall time: {clock.Elapsed.TotalMilliseconds:F1} ms"),
            });
        return null;
    }

    /// <summary>
    /// Runs a file as if its text stood in the cell. (Roslyn's own <c>#load</c> keeps the usings of the file to the
    /// file; .NET Interactive and Verso hand them on to the cells that follow.)
    /// </summary>
    private async Task<CellError?> ImportAsync(CellPart import, string partsFolder, CellOutput output)
    {
        var path = Path.GetFullPath(import.Text, partsFolder);
        if (!File.Exists(path))
            throw new CellSourceException(import.Line, Path.GetFileName(path) == "_kit.csx"
                ? $"#!import: '{path}' does not exist. The build of the library writes it: run 'dotnet build lib/SuperResolution " +
                    "-c Release'."
                : $"#!import: '{path}' does not exist.");
        if (!sources.Enter(path))
            throw new CellSourceException(import.Line, $"#!import: '{path}' imports itself.");
        try
        {
            var text = (await File.ReadAllTextAsync(path)).ReplaceLineEndings("\n");
            sources.Add(path, text);
            return await RunPartsAsync(CellParts.Split(text), path, Path.GetDirectoryName(path)!, output, number: 0);
        }
        catch (CellSourceException inner)
        {
            throw new CellSourceException(import.Line, $"{inner.Message} ({Path.GetFileName(path)}, line {inner.Line})");
        }
        finally
        {
            sources.Leave(path);
        }
    }

    private async Task<CellError?> RunCodeAsync(string code, string name, CellOutput output, int? number)
    {
        PackageReferences.Check(code);
        var run = runs;
        ScriptState<object> next;
        try
        {
            var script = Script(code, name);
            next = state is null ? await script.RunAsync(null, catchException: _ => true)
                : await script.RunFromAsync(state, catchException: _ => true);
        }
        catch (CompilationErrorException refused)
        {
            return ErrorReport.Of(refused, name, sources);
        }
        if (run != runs) return null;
        state = next;
        if (state.Exception is { } thrown)
            return ErrorReport.Of(thrown, name, sources);
        if (state.ReturnValue is { } value and not DisplayedValue) // x.Display() as the last expression has shown x
        {
            var id = value is System.ComponentModel.INotifyPropertyChanged ? output.NewDisplayId() : null;
            output.Show(ValueFormatter.Format(value), number is > 0 ? number : null, id);
            if (id is not null) LiveDisplay.Follow(output, value, id);
        }
        return null;
    }

    /// <summary>The program as it would be with this cell, to be asked for names and types. Nothing runs.</summary>
    public Compilation Analyse(string code) => Script(code, "").GetCompilation();

    /// <remarks>
    /// What a cell refers to it has from the one before. Roslyn puts the references of its options behind those, so that with the same
    /// options the thousandth cell had all of .NET's 165 assemblies a thousand times, and a thousand cells held 4.5 GB of lists of them.
    /// </remarks>
    private Script<object> Script(string code, string name)
    {
        var mine = options.Value.WithFilePath(name).WithSourceResolver(new SourceFileResolver([], Folder));
        return state is null ? CSharpScript.Create<object>(code, mine, globalsType: null, loader)
            : state.Script.ContinueWith<object>(code, mine.WithReferences(Array.Empty<MetadataReference>()));
    }

    /// <summary>Does the work of a first cell ahead of it, so that the reader does not wait for it.</summary>
    /// <remarks>
    /// On two threads: one reads the references and formats, the other gets the compiler ready, sharing nothing with this engine. Must be
    /// over before a cell runs.
    /// </remarks>
    public void Warm()
    {
        var compiler = Task.Factory.StartNew(
            CompilerWarmUp.Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var script = CSharpScript.Create<object>(CompilerWarmUp.Cell, options.Value, globalsType: null, loader);
        warm = script.GetCompilation();
        ReferenceResolver.ReadNamespaces(warm);
        ValueFormatter.Format(0);
        compiler.Wait();
        script.Compile();
    }

    private ScriptOptions Options()
    {
        loader.RegisterDependency(typeof(DisplayExtensions).Assembly);
        return ScriptOptions.Default
            .WithMetadataResolver(new ReferenceResolver(() => Folder, loader))
            .WithReferences(ReferenceResolver.Framework.Append(ReferenceResolver.Open(typeof(DisplayExtensions).Assembly.Location)))
            .WithImports(Usings)
            .WithLanguageVersion(LanguageVersion.CSharp13)
            .WithOptimizationLevel(OptimizationLevel.Release) // cells loop over pixels
            .WithEmitDebugInformation(true)                   // lines in tracebacks
            .WithFileEncoding(Encoding.UTF8)
            .WithAllowUnsafe(true);
    }
}
