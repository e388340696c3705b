using System.Net;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace SuperResolution.Workbench.Report;

/// <summary>C# as HTML with coloured tokens. What a name means is guessed from its place; nothing is compiled.</summary>
internal static class CSharpColours
{
    private static readonly CSharpParseOptions Script = new(LanguageVersion.CSharp13, kind: SourceCodeKind.Script);

    public static string Html(string code)
    {
        var spans = new List<(TextSpan Span, string Class)>();
        var root = CSharpSyntaxTree.ParseText(code, Script).GetRoot();
        foreach (var trivia in root.DescendantTrivia(descendIntoTrivia: true))
        {
            if (trivia.IsDirective) spans.Add((trivia.Span, "d"));
            else if (!trivia.HasStructure && trivia.ToString().TrimStart() is ['/', '/' or '*', ..]) spans.Add((trivia.Span, "c"));
        }
        foreach (var token in root.DescendantTokens())
        {
            if (Class(token) is { } name) spans.Add((token.Span, name));
        }

        var html = new StringBuilder();
        var at = 0;
        foreach (var (span, name) in spans.OrderBy(item => item.Span.Start))
        {
            if (span.Start < at || span.IsEmpty) continue; // within a directive
            html.Append(WebUtility.HtmlEncode(code[at..span.Start]))
                .Append($"<span class=\"{name}\">{WebUtility.HtmlEncode(code[span.Start..span.End])}</span>");
            at = span.End;
        }
        return html.Append(WebUtility.HtmlEncode(code[at..])).ToString();
    }

    /// <summary>k keyword, s string, n number, f function, t type.</summary>
    private static string? Class(SyntaxToken token)
    {
        var kind = token.Kind();
        if (kind is SyntaxKind.NumericLiteralToken) return "n";
        if (kind is SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken
            or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.Utf8StringLiteralToken
            or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.InterpolatedStringStartToken or SyntaxKind.InterpolatedStringEndToken
            or SyntaxKind.InterpolatedVerbatimStringStartToken or SyntaxKind.InterpolatedRawStringEndToken
            or SyntaxKind.InterpolatedSingleLineRawStringStartToken or SyntaxKind.InterpolatedMultiLineRawStringStartToken)
            return "s";
        if (token.IsKeyword() || SyntaxFacts.IsContextualKeyword(kind)) return "k";
        if (kind != SyntaxKind.IdentifierToken) return null;
        return token.Parent switch
        {
            IdentifierNameSyntax { IsVar: true } => "k",
            BaseTypeDeclarationSyntax => "t",
            MethodDeclarationSyntax or LocalFunctionStatementSyntax => "f",
            GenericNameSyntax generic => IsCalled(generic) ? "f" : "t",
            IdentifierNameSyntax name => IsCalled(name) ? "f" : IsType(name) ? "t" : null,
            _ => null,
        };
    }

    private static bool IsCalled(SimpleNameSyntax name) =>
        name.Parent is InvocationExpressionSyntax
        || (name.Parent is MemberAccessExpressionSyntax access && access.Name == name && access.Parent is InvocationExpressionSyntax call
            && call.Expression == access);

    private static bool IsType(IdentifierNameSyntax name) =>
        name.Parent is ObjectCreationExpressionSyntax or VariableDeclarationSyntax or ParameterSyntax or TypeArgumentListSyntax
            or ArrayTypeSyntax or NullableTypeSyntax or CastExpressionSyntax { Type: IdentifierNameSyntax } or MethodDeclarationSyntax
            or LocalFunctionStatementSyntax or TypeOfExpressionSyntax or SimpleBaseTypeSyntax
        && (name.Parent is not CastExpressionSyntax cast || cast.Type == name);
}
