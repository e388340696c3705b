using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace SuperResolution.Workbench.Notebooks;

/// <summary>
/// Finds what <c>#r</c> names. Only one copy of each assembly may load in a process: what the workbench ships itself
/// (the library, TorchSharp and so on) is taken from the workbench, wherever the <c>#r</c> points.
/// </summary>
internal sealed class ReferenceResolver(Func<string> folder, InteractiveAssemblyLoader loader) : MetadataReferenceResolver
{
    /// <summary>
    /// .NET itself, what a script refers to without saying so, and what the workbench ships: what this process can load, which is less
    /// than what lies in its folder.
    /// </summary>
    private static readonly ILookup<bool, string> Loadable = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .ToLookup(file => Path.GetDirectoryName(file) == Path.GetDirectoryName(typeof(object).Assembly.Location));

    private static readonly string[] FrameworkFiles = [.. Loadable[true]];
    private static readonly Dictionary<string, string> ShippedFiles = Loadable[false].DistinctBy(Path.GetFileNameWithoutExtension)
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file));

    private static readonly Lazy<ImmutableArray<MetadataReference>> FrameworkReferences =
        new(() => [.. FrameworkFiles.Select(file => (MetadataReference)Open(file))]);

    private readonly Dictionary<string, PortableExecutableReference> shipped = [];

    public static ImmutableArray<MetadataReference> Framework => FrameworkReferences.Value;

    /// <summary>Refers to an assembly that this process has loaded: its metadata is read, not its compiled code.</summary>
    public static PortableExecutableReference Open(string file, DocumentationProvider? documentation = null) =>
        AssemblyMetadata.Create(ModuleMetadata.CreateFromStream(File.OpenRead(file), PEStreamOptions.PrefetchMetadata))
            .GetReference(documentation, filePath: file);

    /// <summary>
    /// Reads which types the references of a compilation have, which the compiler otherwise does when it meets the first name.
    /// </summary>
    public static void ReadNamespaces(Compilation compilation)
    {
        foreach (var assembly in compilation.References.Select(compilation.GetAssemblyOrModuleSymbol).OfType<IAssemblySymbol>())
        {
            foreach (var space in assembly.GlobalNamespace.GetNamespaceMembers()) _ = space.GetMembers();
        }
    }

    public override bool ResolveMissingAssemblies => true;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        var name = PackageReferences.Id(reference) ?? Path.GetFileName(reference.Replace('\\', '/'));
        if (name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)) name = name[..^4];
        if (Shipped(name) is { } own) return [own];

        if (FrameworkFiles.FirstOrDefault(file => Path.GetFileNameWithoutExtension(file) == name) is { } framework)
            return [Open(framework)];

        var beside = Path.GetFullPath(
            reference, baseFilePath is not null && Path.IsPathRooted(baseFilePath) ? Path.GetDirectoryName(baseFilePath)! : folder());
        return File.Exists(beside) ? [MetadataReference.CreateFromFile(beside, properties)] : [];
    }

    public override PortableExecutableReference? ResolveMissingAssembly(
        MetadataReference definition, AssemblyIdentity referenceIdentity) =>
        Shipped(referenceIdentity.Name);

    /// <summary>True where the workbench itself brings an assembly of this name.</summary>
    public static bool Ships(string name) => ShippedFiles.ContainsKey(name);

    private PortableExecutableReference? Shipped(string name)
    {
        if (shipped.TryGetValue(name, out var known)) return known;
        if (!ShippedFiles.TryGetValue(name, out var file)) return null;
        // The scripts' loader would open the file a second time, as other types of the same name.
        loader.RegisterDependency(Assembly.Load(new AssemblyName(name)));
        return shipped[name] = Open(file, Documentation(file));
    }

    private static DocumentationFile? Documentation(string file) =>
        Path.ChangeExtension(file, ".xml") is var xml && File.Exists(xml) ? new DocumentationFile(xml) : null;

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
