using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SuperResolution.Workbench.Tests;

/// <summary>
/// TorchSharp 0.107.0 turns numbers into <see cref="TorchSharp.Scalar"/> objects on the fly, and the garbage collector may finalise such an object while native
/// code still reads it ("Expected false to be true", Scalar.toFloat): a training of hours or an evaluation then fails, once in some ten thousand calls.
/// In the library every Scalar therefore has a name that outlives the call.
/// </summary>
public class ScalarLifetimeTests
{
    [Fact]
    public void No_number_becomes_a_Scalar_without_a_name()
    {
        var library = Path.Combine(Checkout.Root, "lib", "SuperResolution");
        var sources = Directory.GetFiles(library, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}") && (!file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}") || file.EndsWith("GlobalUsings.g.cs", StringComparison.Ordinal)));
        var trees = sources.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), new CSharpParseOptions(LanguageVersion.Preview), file)).ToList();
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileName(file) != "SuperResolution.dll").Select(file => MetadataReference.CreateFromFile(file));
        var compilation = CSharpCompilation.Create("library", trees, references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString()));

        var found = new List<string>();
        foreach (var tree in trees)
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var expression in tree.GetRoot().DescendantNodes().OfType<ExpressionSyntax>())
            {
                if (model.GetTypeInfo(expression) is not { ConvertedType.Name: "Scalar" } info || info.Type?.Name == "Scalar") continue;
                if (info.Type is null || expression.Parent is EqualsValueClauseSyntax or AssignmentExpressionSyntax) continue; // null; a variable or a field
                var place = tree.GetLineSpan(expression.Span);
                found.Add($"{Path.GetRelativePath(library, place.Path)}:{place.StartLinePosition.Line + 1}: {expression}");
            }
        }
        Assert.Empty(found);
    }
}
