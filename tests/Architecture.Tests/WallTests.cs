using System.Xml.Linq;

namespace SuperResolution.Architecture;

/// <summary>Which assembly may know which: the drawing in lib/README.md.</summary>
public class WallTests
{
    /// <summary>What each project names; what it reaches through those, it may use too.</summary>
    public static readonly TheoryData<string, string[]> Walls = new()
    {
        { "SuperResolution.Winograd", [] },
        { "SuperResolution.Files", [] },
        { "SuperResolution", ["SuperResolution.Files"] },
        { "SuperResolution.Data", ["SuperResolution"] },
        { "SuperResolution.Figures", ["SuperResolution"] },
        { "SuperResolution.Bench", ["SuperResolution.Figures"] },
        { "SuperResolution.Studies", ["SuperResolution"] },
        { "NotebookHost", ["SuperResolution"] },
        { "NotebookKit", ["SuperResolution.Bench", "SuperResolution.Data", "SuperResolution.Studies"] },
        { "Workbench", ["NotebookHost", "NotebookKit", "SuperResolution.Bench", "SuperResolution.Data", "SuperResolution.Studies"] },
    };

    [Fact]
    public void Every_assembly_below_lib_is_in_the_drawing() =>
        Assert.Equal(House.Assemblies.Keys.Order(),
            Directory.EnumerateFiles(Path.Combine(House.Root, "lib"), "*.csproj", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension).Order());

    [Theory]
    [MemberData(nameof(Walls))]
    public void A_project_names_the_projects_that_it_may(string project, string[] allowed) =>
        Assert.Equal(allowed, Items(project, "ProjectReference").Select(Path.GetFileNameWithoutExtension).Order());

    [Theory]
    [MemberData(nameof(Walls))]
    public void An_assembly_refers_to_those_that_its_project_reaches(string project, string[] allowed)
    {
        var reached = new HashSet<string>();
        var walls = Walls.ToDictionary(row => row.Data.Item1, row => row.Data.Item2);
        for (var open = new Stack<string>(allowed); open.TryPop(out var next);)
            if (reached.Add(next)) foreach (var further in walls[next]) open.Push(further);
        var own = House.Modules[project].AssemblyReferences.Select(reference => reference.Name)
            .Where(name => House.Assemblies.ContainsKey(name));
        Assert.Empty(own.Except(reached));
    }

    [Fact]
    public void The_thin_library_needs_TorchSharp_and_an_image_codec_and_dotnet_alone()
    {
        // Google.Protobuf comes with TorchSharp, whose TensorBoard messages are its types. System.IO.Hashing and System.Numerics.Tensors
        // are .NET's own, delivered as packages.
        Assert.Equal(["Google.Protobuf", "SuperResolution.Files", "System.Numerics.Tensors", "TorchSharp"], Needs("SuperResolution"));
        Assert.Equal(["System.Numerics.Tensors", "TorchSharp", "TorchSharp-cpu", "TorchSharp-cuda-linux", "TorchSharp-cuda-windows"],
            Items("SuperResolution", "PackageReference").Order());
        Assert.Equal(["SkiaSharp", "System.IO.Hashing"], Needs("SuperResolution.Files"));
        Assert.Equal(["SkiaSharp", "SkiaSharp.NativeAssets.Linux.NoDependencies", "System.IO.Hashing"],
            Items("SuperResolution.Files", "PackageReference").Order());
    }

    [Fact]
    public void The_thin_library_does_not_speak_HTTP() => // nor sockets: what it does not find on this machine is not its business
        Assert.DoesNotContain(
            House.Modules["SuperResolution"].AssemblyReferences.Concat(House.Modules["SuperResolution.Files"].AssemblyReferences),
            reference => reference.Name.StartsWith("System.Net", StringComparison.Ordinal));

    [Fact]
    public void Only_figures_know_Plotly_and_only_the_bench_knows_data_frames_and_only_data_retries()
    {
        Assert.Equal(["SuperResolution.Figures"], Users("Plotly.NET"));
        Assert.Equal(["SuperResolution.Bench"], Users("Microsoft.Data.Analysis"));
        Assert.Equal(["SuperResolution.Data"], Users("Polly.Core"));
    }

    private static IEnumerable<string> Needs(string assembly) =>
        House.Modules[assembly].AssemblyReferences.Select(reference => reference.Name).Where(name => !IsDotnet(name)).Order();

    private static IEnumerable<string> Users(string package) =>
        House.Modules.Where(pair => pair.Value.AssemblyReferences.Any(reference => reference.Name == package)).Select(pair => pair.Key);

    private static bool IsDotnet(string name) =>
        name is "netstandard" or "mscorlib"
            || (name.StartsWith("System.", StringComparison.Ordinal) && name is not ("System.IO.Hashing" or "System.Numerics.Tensors"))
                || name is "Microsoft.Win32.Primitives";

    private static IEnumerable<string> Items(string project, string item) =>
        XDocument.Load(Path.Combine(House.Root, "lib", project, project + ".csproj")).Descendants(item)
            .Select(element => element.Attribute("Include")!.Value.Replace('\\', '/'));
}
