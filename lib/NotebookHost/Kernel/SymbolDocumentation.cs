using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace SuperResolution.Workbench.Kernel;

/// <summary>A symbol's declaration and its XML documentation as text.</summary>
internal static partial class SymbolDocumentation
{
    private const int MostOverloads = 12;

    private static readonly SymbolDisplayFormat format = SymbolDisplayFormat.MinimallyQualifiedFormat
        .AddMemberOptions(SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeContainingType
            | SymbolDisplayMemberOptions.IncludeParameters)
        .AddParameterOptions(SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeName)
        .AddKindOptions(SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeNamespaceKeyword);

    /// <summary>A mime bundle.</summary>
    /// <param name="symbol">Whose documentation is shown.</param>
    /// <param name="overloads">What is listed: the symbol itself, or all methods of its name.</param>
    public static JsonObject Of(ISymbol symbol, IEnumerable<ISymbol> overloads)
    {
        var text = new StringBuilder();
        foreach (var overload in overloads.Take(MostOverloads)) text.Append(overload.ToDisplayString(format)).Append('\n');
        foreach (var paragraph in Paragraphs(symbol.GetDocumentationCommentXml())) text.Append('\n').Append(paragraph).Append('\n');
        return new JsonObject { ["text/plain"] = text.ToString().TrimEnd() };
    }

    private static IEnumerable<string> Paragraphs(string? xml)
    {
        if (string.IsNullOrWhiteSpace(xml)) yield break;
        XElement root;
        try
        {
            root = XElement.Parse(xml.TrimStart().StartsWith("<member", StringComparison.Ordinal) ? xml : $"<member>{xml}</member>");
        }
        catch (XmlException)
        {
            yield break;
        }
        foreach (var part in root.Elements())
        {
            var content = Flow(part);
            if (content.Length == 0) continue;
            yield return part.Name.LocalName switch
            {
                "param" or "typeparam" => $"{part.Attribute("name")?.Value}: {content}",
                "returns" => $"Returns: {content}",
                "exception" => $"Throws {Short(part.Attribute("cref")?.Value)}: {content}",
                _ => content,
            };
        }
    }

    private static string Flow(XElement element) => Space().Replace(string.Concat(element.Nodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" or "seealso" } reference when reference.IsEmpty =>
            Short(reference.Attribute("cref")?.Value) is { Length: > 0 } name ? name : reference.Attribute("langword")?.Value
                ?? reference.Attribute("href")?.Value ?? "",
        XElement { Name.LocalName: "paramref" or "typeparamref" } reference => reference.Attribute("name")?.Value ?? "",
        XElement inner => Flow(inner),
        _ => "",
    })), " ").Trim();

    /// <summary>"T:System.String" → "String", "M:A.B.C(System.Int32)" → "B.C".</summary>
    private static string Short(string? reference)
    {
        if (reference is null) return "";
        var names = reference[(reference.IndexOf(':') + 1)..].Split('(')[0].Split('.');
        return reference.StartsWith("T:", StringComparison.Ordinal) ? names[^1] : string.Join('.', names.TakeLast(2));
    }

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Space();
}
