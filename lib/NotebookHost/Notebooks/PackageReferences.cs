using System.Text.RegularExpressions;

namespace SuperResolution.Workbench.Notebooks;

/// <summary><c>#r "nuget: Id, version"</c>: the workbench's own packages are there already, others are refused with what to do.</summary>
internal static partial class PackageReferences
{
    /// <exception cref="CellSourceException">A package that the workbench does not bring.</exception>
    public static void Check(string code)
    {
        foreach (Match line in Directive().Matches(code))
        {
            var id = Id(line.Groups[1].Value)!;
            if (!ReferenceResolver.Ships(id))
                throw new CellSourceException(code.AsSpan(0, line.Index).Count('\n') + 1,
                    $"#r \"nuget: {id}\": the workbench does not fetch packages while it runs. Add {id} to " +
                    "lib/SuperResolution/SuperResolution.csproj "
                    + "(and its version to Directory.Packages.props) and build again, or refer to a file: #r \"path/to/assembly.dll\".");
        }
    }

    /// <summary>The package's id, or null where the reference is none to a package.</summary>
    public static string? Id(string reference) =>
        reference.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase) ? reference[6..].Split(',')[0].Trim() : null;

    [GeneratedRegex("""^[ \t]*#r[ \t]+"(nuget:[^"]+)"[ \t]*$""",
        RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Directive();
}
