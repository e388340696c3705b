using System.Diagnostics;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting;

namespace SuperResolution.Workbench.Notebooks;

/// <summary>Errors as a reader wants them: what, at which line of the cell, and that line.</summary>
internal static class ErrorReport
{
    private const int MostErrors = 10;

    public static CellError Of(CellSourceException error, string name, ScriptSources sources) =>
        new("Error", error.Message, [$"{sources.Title(name)}, line {error.Line}: {error.Message}",
            .. Excerpt(sources.Line(name, error.Line), null)], error.Line);

    /// <summary>Compiler errors: line, message, source line, caret.</summary>
    public static CellError Of(CompilationErrorException error, string name, ScriptSources sources)
    {
        var errors = error.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
        var traceback = new List<string>();
        foreach (var diagnostic in errors.Take(MostErrors))
        {
            var span = diagnostic.Location.GetLineSpan();
            var start = span.StartLinePosition;
            traceback.Add($"{sources.Title(span.Path is { Length: > 0 } path ? path : name)}, line {start.Line + 1}, column " +
                $"{start.Character + 1}: error {diagnostic.Id}: {diagnostic.GetMessage()}");
            var text = diagnostic.Location.SourceTree?.GetText().Lines[start.Line].ToString() ?? "";
            var width = span.EndLinePosition.Line == start.Line ? span.EndLinePosition.Character - start.Character : 1;
            traceback.AddRange(Excerpt(text, (start.Character, width)));
        }
        if (errors.Length > MostErrors) traceback.Add($"and {errors.Length - MostErrors} more errors");

        var first = errors[0];
        var place = first.Location.GetLineSpan();
        return new CellError($"error {first.Id}", first.GetMessage(), traceback,
            place.Path == name ? place.StartLinePosition.Line + 1 : null);
    }

    /// <summary>
    /// What a cell threw: the message, its causes, and the way there in cells, imported files and the library; .NET's own frames are left
    /// out.
    /// </summary>
    public static CellError Of(Exception error, string name, ScriptSources sources)
    {
        var traceback = new List<string> { $"{error.GetType().Name}: {error.Message}" };
        int? line = null;
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause != error) traceback.Add($"caused by {cause.GetType().Name}: {cause.Message}");
            foreach (var frame in new StackTrace(cause, fNeedFileInfo: true).GetFrames())
            {
                if (sources.Known(frame.GetFileName()) is { } file)
                {
                    traceback.Add($"  {sources.Title(file)}, line {frame.GetFileLineNumber()}: " +
                        $"{sources.Line(file, frame.GetFileLineNumber()).Trim()}");
                    if (file == name) line ??= frame.GetFileLineNumber();
                }
                else if (frame.GetMethod() is { DeclaringType: { } type } method && !IsPlumbing(type))
                    traceback.Add($"  {Title(type, method)}{Place(frame)}");
            }
        }
        return new CellError(error.GetType().Name, error.Message, traceback, line);
    }

    private static IEnumerable<string> Excerpt(string line, (int Column, int Width)? mark)
    {
        if (string.IsNullOrWhiteSpace(line)) yield break;
        yield return "    " + line.TrimEnd();
        if (mark is not { } at) yield break;
        // Tabs stay tabs, so that the caret stands below its character at every tab width.
        var indent = new string([.. line.Take(at.Column).Select(c => c == '\t' ? '\t' : ' ')]);
        yield return $"    {indent}^{new string('~', Math.Max(0, Math.Min(at.Width, line.TrimEnd().Length - at.Column) - 1))}";
    }

    private static bool IsPlumbing(Type type)
    {
        var assembly = type.Assembly.GetName().Name ?? "";
        return type.Assembly == typeof(ErrorReport).Assembly || type.Assembly.IsDynamic || assembly.StartsWith('ℛ')
            || assembly is "System" or "mscorlib" or "netstandard"
            || assembly.StartsWith("System.", StringComparison.Ordinal)
                || assembly.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal);
    }

    private static string Title(Type type, MethodBase method)
    {
        // Async methods, iterators and lambdas live in nested types and methods called <Name>…: the name is what was written.
        var written = method.Name.StartsWith('<') ? method.Name : type.Name.StartsWith('<') ? type.Name : "";
        var end = written.IndexOf('>');
        while (type.Name.StartsWith('<') && type.DeclaringType is { } outer) type = outer;
        return $"{type.FullName}.{(end > 1 ? written[1..end] : method.Name)}";
    }

    private static string Place(StackFrame frame) =>
        frame.GetFileName() is { } file ? $" ({Path.GetFileName(file)}, line {frame.GetFileLineNumber()})" : "";
}
