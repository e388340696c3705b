using System.Text.RegularExpressions;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Platform;

/// <summary>Rules for whatever meets the text and the folders of strangers, held against the source of every library.</summary>
public sealed class ForeignInputRulesTests
{
    /// <summary>
    /// Regular expressions that may take time without end over a text that is made for it: all but those of the engine that goes through
    /// it once.
    /// </summary>
    private static IEnumerable<string> Backtracking(string source) =>
        from Match start in Regex.Matches(
            source, @"GeneratedRegex\(|new Regex\(|\bRegex\??\s+\w+\s*(\([^)]*\))?\s*=>?\s*new\s*\(|(?<![.\w])Regex\.(?!Escape\b)\w+\(")
        let statement = Regex.Match(source[start.Index..], @"\A.*?[;\]]\s*$", RegexOptions.Singleline | RegexOptions.Multiline).Value
        where !statement.Contains("RegexOptions.NonBacktracking")
        select statement;

    /// <summary>Walks that follow links and have no end.</summary>
    private static IEnumerable<string> EndlessWalks(string source) =>
        Regex.Matches(source, @".*(RecurseSubdirectories|SearchOption\.AllDirectories).*").Select(line => line.Value);

    [Theory]
    [InlineData("[GeneratedRegex(@\"[;]*\", RegexOptions.IgnoreCase)]\nprivate static partial Regex A();", 1)]
    [InlineData("[GeneratedRegex(@\"[;]*\", RegexOptions.NonBacktracking)]\nprivate static partial Regex A();", 0)]
    [InlineData("var a = new Regex(\"x\");\nvar b = RegexOptions.NonBacktracking;", 1)]
    [InlineData("private static Regex A(string x) => new(x);", 1)]
    [InlineData("private readonly Regex a = new(\"x\",\n    RegexOptions.NonBacktracking);", 0)]
    [InlineData("if (Regex.IsMatch(text, \"x+\")) return;", 1)]
    [InlineData("var a = Regex.Escape(text);\nprivate readonly Regex a = Pattern(x);", 0)]
    public void The_rule_finds_what_it_is_for(string source, int found) => Assert.Equal(found, Backtracking(source).Count());

    [Fact]
    public void No_library_has_a_backtracking_regular_expression_or_a_walk_of_its_own()
    {
        var lib = Path.Combine(Shared.Repository, "lib");
        var sources = Directory.GetDirectories(lib)
            .SelectMany(project => Directory.GetFiles(project, "*.cs").Concat(Directory.GetDirectories(project)
            .Where(room => Path.GetFileName(room) is not ("bin" or "obj"))
                .SelectMany(room => Directory.GetFiles(room, "*.cs", SearchOption.AllDirectories)))).ToList();
        Assert.True(sources.Count > 300, $"only {sources.Count} files were found below {lib}");
        Assert.Empty(sources.SelectMany(file => Backtracking(File.ReadAllText(file)).Select(found => $"{file}: {found}")));
        Assert.Empty(sources.Where(file => Path.GetFileName(file) != "FolderWalk.cs")
            .SelectMany(file => EndlessWalks(File.ReadAllText(file)).Select(found => $"{file}: {found}")));
    }
}
