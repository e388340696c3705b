using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace SuperResolution.Workbench.Notebooks;

/// <summary>Lets .NET compile the compiler, whose packages hold no machine code, before the first cell needs it.</summary>
internal static class CompilerWarmUp
{
    /// <summary>A cell that uses what most cells use.</summary>
    public const string Cell = "Console.Out.Flush(); Enumerable.Range(0, 1).Sum()";

    private static readonly string[] assemblies = ["System.Private.CoreLib", "System.Runtime", "System.Console", "System.Linq"];

    /// <summary>
    /// Compiles <see cref="Cell"/> against references of its own, so that it may run beside everything else. The result is thrown away.
    /// </summary>
    public static void Run()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var tree = CSharpSyntaxTree.ParseText(
            Cell, new CSharpParseOptions(LanguageVersion.CSharp13, kind: SourceCodeKind.Script), "warm-up", System.Text.Encoding.UTF8);
        var compilation = CSharpCompilation.CreateScriptCompilation(
            "warm-up", tree, assemblies.Select(name => ReferenceResolver.Open(Path.Combine(framework, name + ".dll"))),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, usings: ["System", "System.Linq"],
            optimizationLevel: OptimizationLevel.Release));
        using var code = new MemoryStream();
        using var lines = new MemoryStream();
        compilation.Emit(code, lines, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
    }
}
