using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SuperResolution.Workbench.Notebooks;

namespace SuperResolution.Workbench.Kernel;

/// <summary>
/// Answers what a front end asks about code that does not run yet: how a name goes on, what it means, whether the code is complete.
/// </summary>
/// <remarks>The compiler that runs the cells is asked, with everything that earlier cells declared.</remarks>
internal sealed partial class CodeAssistant(ScriptEngine engine)
{
    private const int MostMatches = 300;

    /// <summary>The content of a complete_reply.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="cursor">Position in Unicode characters, as the protocol counts.</param>
    public JsonObject Complete(string code, int cursor)
    {
        var position = Utf16(code, cursor);
        var start = position;
        while (start > 0 && SyntaxFacts.IsIdentifierPartCharacter(code[start - 1])) start--;
        var prefix = code[start..position];
        var found = Symbols(code, start)
            .Where(match => match.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .DistinctBy(match => match.Name)
            .OrderBy(match => !match.Name.StartsWith(prefix, StringComparison.Ordinal)).ThenBy(match => match.Name, StringComparer.Ordinal)
            .Take(MostMatches).ToList();
        var (first, last) = (Characters(code, start), Characters(code, position));
        return new JsonObject
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. found.Select(match => (JsonNode)match.Name)]),
            ["cursor_start"] = first,
            ["cursor_end"] = last,
            ["metadata"] = new JsonObject
            {
                ["_jupyter_types_experimental"] = new JsonArray([.. found.Select(match => (JsonNode)new JsonObject
                {
                    ["text"] = match.Name, ["type"] = match.Kind, ["start"] = first, ["end"] = last,
                })]),
            },
        };
    }

    /// <summary>The content of an inspect_reply: the declaration and the documentation of the symbol under the cursor.</summary>
    public JsonObject Inspect(string code, int cursor)
    {
        var data = At(code, Utf16(code, cursor));
        return new JsonObject { ["status"] = "ok", ["found"] = data is not null, ["data"] = data ?? [], ["metadata"] = new JsonObject() };
    }

    /// <summary>Declaration and documentation of a name, for the pager.</summary>
    public JsonObject Describe(string name) => At(name, name.Length) ?? new JsonObject { ["text/plain"] = $"There is no '{name}' here." };

    /// <summary>The name that a cell like "Upscaler?" asks about; null for every other cell.</summary>
    public static string? AsksForHelp(string code) => Question().Match(code) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>The content of an is_complete_reply.</summary>
    public static JsonObject IsComplete(string code)
    {
        var tree = CSharpSyntaxTree.ParseText(
            Readable(code.ReplaceLineEndings("\n")), new CSharpParseOptions(LanguageVersion.CSharp13, kind: SourceCodeKind.Script));
        if (!SyntaxFactory.IsCompleteSubmission(tree))
            return new JsonObject
            {
                ["status"] = "incomplete",
                ["indent"] = new string(' ', 4 * Math.Max(0, code.Count(c => c == '{') - code.Count(c => c == '}')))
            };
        return new JsonObject
        {
            ["status"] = tree.GetDiagnostics().Any(d => d.Severity == DiagnosticSeverity.Error) ? "invalid"
            : "complete"
        };
    }

    private IEnumerable<(string Name, string Kind)> Symbols(string code, int start)
    {
        var compilation = engine.Analyse(Readable(code));
        var tree = compilation.SyntaxTrees.First();
        var root = tree.GetRoot();
        if (root.FindTrivia(Math.Max(0, start - 1)) is { RawKind: not 0 } trivia
            && (trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)))
            return [];
        var model = compilation.GetSemanticModel(tree);
        var before = root.FindToken(Math.Max(0, start - 1));
        while (before.SpanStart >= start && before.SpanStart > 0) before = before.GetPreviousToken();
        if (before.IsKind(SyntaxKind.StringLiteralToken) && before.Span.End > start) return [];
        if (before.IsKind(SyntaxKind.DotToken) && Container(model, before) is var (container, isStatic))
        {
            if (container is null) return [];
            // "using System." is followed by a namespace, unless it is "using static" or an alias.
            var namespacesOnly = before.Parent?.FirstAncestorOrSelf<UsingDirectiveSyntax>() is { StaticKeyword.RawKind: 0, Alias: null };
            return Members(model, before.SpanStart, container, isStatic).Where(symbol => !namespacesOnly || symbol is INamespaceSymbol)
                .Select(symbol => (symbol.Name, Kind(symbol)));
        }
        var keywords = SyntaxFacts.GetKeywordKinds().Concat(SyntaxFacts.GetContextualKeywordKinds())
            .Select(kind => SyntaxFacts.GetText(kind)).Where(text => !text.StartsWith("__", StringComparison.Ordinal));
        return model.LookupSymbols(start).Where(IsForReaders).Select(symbol => (symbol.Name, Kind(symbol)))
            .Concat(keywords.Select(word => (word, "keyword")));
    }

    /// <summary>What stands before a dot: a namespace or type, whose static members are meant, or a value.</summary>
    private static (INamespaceOrTypeSymbol? Container, bool IsStatic)? Container(SemanticModel model, SyntaxToken dot)
    {
        ExpressionSyntax? left = dot.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Expression,
            QualifiedNameSyntax name => name.Left,
            MemberBindingExpressionSyntax { Parent: var parent } =>
                parent?.AncestorsAndSelf().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault()?.Expression,
            _ => null,
        };
        if (left is null) return null;
        // What the compiler takes for the beginning of a declaration ("x." and the next line) may be a value.
        var alone = SyntaxFactory.ParseExpression(left.ToString());
        var symbol = model.GetSymbolInfo(left).Symbol
            ?? model.GetSpeculativeSymbolInfo(left.SpanStart, alone, SpeculativeBindingOption.BindAsExpression).Symbol
            ?? model.GetSpeculativeSymbolInfo(left.SpanStart, alone, SpeculativeBindingOption.BindAsTypeOrNamespace).Symbol;
        if (symbol is INamespaceOrTypeSymbol named) return (named, true);
        var type = model.GetTypeInfo(left).Type is { TypeKind: not TypeKind.Error } known ? known
            : model.GetSpeculativeTypeInfo(left.SpanStart, alone, SpeculativeBindingOption.BindAsExpression).Type;
        if (dot.Parent is MemberBindingExpressionSyntax
            && type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
            type = nullable.TypeArguments[0];
        return (type, false);
    }

    private static IEnumerable<ISymbol> Members(SemanticModel model, int position, INamespaceOrTypeSymbol container, bool isStatic)
    {
        if (container is INamespaceSymbol) return model.LookupNamespacesAndTypes(position, container).Where(IsForReaders);
        return model.LookupSymbols(position, container, includeReducedExtensionMethods: !isStatic)
            .Where(symbol => IsForReaders(symbol)
                && (symbol is INamedTypeSymbol ? isStatic : symbol.IsStatic == isStatic
                    || symbol is IMethodSymbol { ReducedFrom: not null }));
    }

    private static bool IsForReaders(ISymbol symbol) =>
        symbol.CanBeReferencedByName && !symbol.IsImplicitlyDeclared
            && !symbol.GetAttributes().Any(a => a.AttributeClass?.Name == "EditorBrowsableAttribute");

    private static string Kind(ISymbol symbol) => symbol switch
    {
        IMethodSymbol => "function",
        IPropertySymbol or IFieldSymbol or IEventSymbol => "property",
        INamespaceSymbol => "module",
        INamedTypeSymbol => "class",
        ILocalSymbol or IParameterSymbol => "variable",
        _ => "",
    };

    private JsonObject? At(string code, int position)
    {
        var compilation = engine.Analyse(Readable(code));
        var tree = compilation.SyntaxTrees.First();
        var token = tree.GetRoot().FindToken(Math.Min(position, Math.Max(0, code.Length - 1)));
        // the cursor stands behind the name
        if (!token.IsKind(SyntaxKind.IdentifierToken) && position > 0) token = tree.GetRoot().FindToken(position - 1);
        if (!token.IsKind(SyntaxKind.IdentifierToken) || token.Parent is not { } node) return null;
        var model = compilation.GetSemanticModel(tree);
        var info = model.GetSymbolInfo(node);
        ISymbol[] symbols = [.. new[] { info.Symbol, model.GetDeclaredSymbol(node) }.OfType<ISymbol>(), .. info.CandidateSymbols];
        if (symbols.Length == 0 && node is ExpressionSyntax expression
            && model.GetSpeculativeSymbolInfo(
                node.SpanStart, SyntaxFactory.ParseExpression(expression.ToString()),
                SpeculativeBindingOption.BindAsTypeOrNamespace).Symbol is { } type)
            symbols = [type];
        return symbols.Length == 0 ? null : SymbolDocumentation.Of(symbols[0], symbols.Length > 1 ? symbols : Overloads(symbols[0]));
    }

    private static IEnumerable<ISymbol> Overloads(ISymbol symbol) =>
        symbol is IMethodSymbol { ContainingType: { } type } method
            ? type.GetMembers(method.Name).Where(other => other.DeclaredAccessibility == Accessibility.Public) : [symbol];

    /// <summary>The text without the lines that only the engine understands; all positions stay.</summary>
    private static string Readable(string code) => Directive().Replace(code, match => new string(' ', match.Length));

    private static int Utf16(string code, int characters)
    {
        var at = 0;
        for (; characters > 0 && at < code.Length; characters--) at += char.IsSurrogatePair(code, at) ? 2 : 1;
        return at;
    }

    private static int Characters(string code, int utf16) => code.AsSpan(0, utf16).ToString().EnumerateRunes().Count();

    [GeneratedRegex(@"^[ \t]*#(!|r[ \t]|load[ \t])[^\n]*", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Directive();

    [GeneratedRegex(@"^\s*([A-Za-z_][\w.]*)\?\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Question();
}
