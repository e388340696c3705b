using System.Text.RegularExpressions;
using SuperResolution.Models;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Models;

/// <summary>
/// A network's name stands in its own files, in the list and in data files: nowhere else in the library's code, so that another is one
/// file and one line.
/// </summary>
public partial class NameGuardTests
{
    /// <summary>Files that name one all the same. Whoever takes a name out takes its line away.</summary>
    private static readonly Dictionary<string, string> exceptions = new()
    {
        ["SuperResolution/Models/Architectures.cs"] = "the list",
        ["SuperResolution/Models/Initialisation.cs"] =
            "an initialisation that is called after their paper, by names that notebooks and records use",
        ["SuperResolution/Metrics/Protocol.cs"] = "a protocol that is called after its paper",
        ["Workbench/Commands/EvaluateCommand.cs"] = "the same protocol on the command line",
        ["SuperResolution/Losses/VggContentLoss.cs"] = "a factor that is called after its paper, by a name that notebooks use",
        ["SuperResolution.Files/Sets/BenchmarkLayout.cs"] = "the layout of an archive of pictures, by whose it is",
        ["NotebookHost/Report/Bibliography.cs"] = "titles of papers",
    };

    [Fact]
    public void No_file_of_the_library_names_a_network_but_its_own_the_list_and_data_files()
    {
        var lib = Path.Combine(Shared.Repository, "lib");
        var (names, own) = (Names(), OwnFiles());
        var found = new Dictionary<string, string>();
        foreach (var path in Directory.EnumerateFiles(lib, "*.cs", SearchOption.AllDirectories))
        {
            var file = Path.GetRelativePath(lib, path).Replace('\\', '/');
            if (BuildFolder().IsMatch(file) || own.IsMatch(Path.GetFileName(file))) continue;
            var line = File.ReadLines(path).Select(text => Comment().Replace(text, "")).FirstOrDefault(text => names.IsMatch(text));
            if (line is not null) found[file] = line.Trim();
        }
        Assert.Equal(exceptions.Keys.Order(StringComparer.Ordinal).Select(file => (file, true)),
            found.Keys.Union(exceptions.Keys).Order(StringComparer.Ordinal).Select(file => (file, found.ContainsKey(file))));
    }

    [Theory]
    [InlineData("var network = new Srcnn(shape);", true), InlineData("\"srgan-8x32-x4\"", true), InlineData("(\"EDSR's archive\")", true),
        InlineData("is SrResNetRecipe", true)]
    [InlineData("loss.GeneratorNeedsReal", false), InlineData("DegradationStrengths.Bsrgan(4)", false),
        InlineData("(\"FSRCNN\", \"mid_part\")", false)]
    public void A_name_is_found_as_a_word_and_not_inside_of_others(string code, bool found) => Assert.Equal(found, Names().IsMatch(code));

    /// <summary>As papers write them, as commands do, and as types are called.</summary>
    private static Regex Names() => new(string.Join('|',
    [
        .. Architectures.All.Select(architecture => $"(?<![A-Za-z]){Regex.Escape(architecture.Name)}(?![A-Za-z])"),
        .. Architectures.All.Select(architecture => $"(?<![A-Za-z0-9_]){Regex.Escape(architecture.Id)}(?![A-Za-z])"),
        .. Types().Select(type => $"(?<![A-Z]){type}(?![a-z])"),
    ]));

    private static Regex OwnFiles() => new($"^({string.Join('|', Types())})");

    private static IEnumerable<string> Types() => typeof(Architecture).Assembly.GetTypes()
        .Where(type => type.IsAbstract
            ? type.GetProperty("Paper")?.PropertyType.IsAssignableTo(typeof(TrainingRecipe)) == true // a class of presets
            : type.IsAssignableTo(typeof(INetwork)))
        .Select(type => type.Name.EndsWith("Recipe", StringComparison.Ordinal) ? type.Name[..^"Recipe".Length] : type.Name);

    [GeneratedRegex(@"(?<!:)//.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"(^|/)(bin|obj)/")]
    private static partial Regex BuildFolder();
}
