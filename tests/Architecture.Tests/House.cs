using System.Reflection;
using System.Text.RegularExpressions;
using Mono.Cecil;

namespace SuperResolution.Architecture;

/// <summary>One type that needs another, as the compiled code has it. (Constants and names in nameof leave no trace there.)</summary>
/// <param name="From">The outermost type.</param>
/// <param name="FromFile">Its file below lib, with forward slashes.</param>
/// <param name="To">The outermost type that it needs.</param>
/// <param name="ToFile">Its file.</param>
internal sealed record Use(string From, string FromFile, string To, string ToFile);

/// <summary>The assemblies below lib as they were built last, and who needs whom in them.</summary>
internal static partial class House
{
    /// <summary>The folders of lib that hold assemblies, in the order of the drawing in lib/README.md.</summary>
    public static readonly IReadOnlyDictionary<string, string> Assemblies = new Dictionary<string, string>
    {
        ["SuperResolution.Winograd"] = "SuperResolution.Winograd.dll",
        ["SuperResolution.Files"] = "SuperResolution.Files.dll",
        ["SuperResolution"] = "SuperResolution.dll",
        ["SuperResolution.Data"] = "SuperResolution.Data.dll",
        ["SuperResolution.Figures"] = "SuperResolution.Figures.dll",
        ["SuperResolution.Bench"] = "SuperResolution.Bench.dll",
        ["SuperResolution.Studies"] = "SuperResolution.Studies.dll",
        ["NotebookHost"] = "NotebookHost.dll",
        ["NotebookKit"] = "NotebookKit.dll",
        ["Workbench"] = "workbench.dll",
    };

    private static readonly Lazy<IReadOnlyDictionary<string, ModuleDefinition>> modules = new(() =>
        Assemblies.ToDictionary(pair => pair.Key,
            pair => ModuleDefinition.ReadModule(Built(pair.Key), new ReaderParameters { ReadSymbols = true })));

    private static readonly Lazy<IReadOnlyList<Use>> uses = new(() => [.. FindUses().Distinct()]);

    /// <summary>The checkout: the folder with Research.sln.</summary>
    public static string Root { get; } = FindRoot();

    public static IReadOnlyDictionary<string, ModuleDefinition> Modules => modules.Value;

    /// <summary>Every use of one file's type by another file's.</summary>
    public static IReadOnlyList<Use> Uses => uses.Value;

    /// <summary>The C# sources below a folder of the checkout, without what builds leave.</summary>
    public static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !BuildOutput().IsMatch(file)).Order(StringComparer.Ordinal);

    /// <summary>The built assembly of a folder below lib.</summary>
    public static string Built(string assembly) => Path.Combine(Root, "lib", assembly,
        typeof(House).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Built").Value!,
        Assemblies[assembly]);

    public static string Folder(string file) => file[..file.LastIndexOf('/')];

    private static IEnumerable<Use> FindUses()
    {
        var files = Modules.Values.SelectMany(module => module.Types).Where(type => !type.Name.StartsWith('<'))
            .Select(type => (type.FullName, File: FileOf(type)))
            .Where(type => type.File is not null).ToDictionary(type => type.FullName, type => type.File!);
        foreach (var type in Modules.Values.SelectMany(module => module.GetTypes()))
        {
            var from = Outermost(type).FullName;
            if (!files.TryGetValue(from, out var fromFile)) continue; // written by a generator
            foreach (var needed in References(type).SelectMany(Parts))
            {
                var to = Outermost(needed).FullName;
                if (files.TryGetValue(to, out var toFile) && toFile != fromFile) yield return new Use(from, fromFile, to, toFile);
            }
        }
    }

    private static IEnumerable<TypeReference?> References(TypeDefinition type)
    {
        yield return type.BaseType;
        foreach (var implemented in type.Interfaces) yield return implemented.InterfaceType;
        foreach (var attribute in type.CustomAttributes) yield return attribute.AttributeType;
        foreach (var field in type.Fields) yield return field.FieldType;
        foreach (var constraint in type.GenericParameters.SelectMany(parameter => parameter.Constraints))
            yield return constraint.ConstraintType;
        foreach (var method in type.Methods)
        {
            yield return method.ReturnType;
            foreach (var parameter in method.Parameters) yield return parameter.ParameterType;
            foreach (var constraint in method.GenericParameters.SelectMany(parameter => parameter.Constraints))
                yield return constraint.ConstraintType;
            if (!method.HasBody) continue;
            foreach (var variable in method.Body.Variables) yield return variable.VariableType;
            foreach (var instruction in method.Body.Instructions)
            {
                if (instruction.Operand is TypeReference named) yield return named;
                if (instruction.Operand is not MemberReference member) continue;
                yield return member.DeclaringType;
                if (member is GenericInstanceMethod generic) foreach (var argument in generic.GenericArguments) yield return argument;
            }
        }
    }

    /// <summary>A type, its element, its arguments: List&lt;Picture[]&gt; needs Picture.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType),
        IModifierType modified => Parts(modified.ModifierType).Concat(Parts(modified.ElementType)),
        TypeSpecification specification => Parts(specification.ElementType),
        _ => [type],
    };

    private static TypeReference Outermost(TypeReference type)
    {
        while (type.DeclaringType is { } outer) type = outer;
        return type;
    }

    /// <summary>By the lines that debuggers show; a type without any, by its declaration.</summary>
    private static string? FileOf(TypeDefinition type)
    {
        var documents = type.Methods.Concat(type.NestedTypes.SelectMany(nested => nested.Methods))
            .SelectMany(method => method.DebugInformation.SequencePoints).Select(point => point.Document.Url.Replace('\\', '/'));
        if (documents.FirstOrDefault() is { } document)
            return BuildOutput().IsMatch(document) ? null : document[(document.LastIndexOf("/lib/", StringComparison.Ordinal) + 5)..];
        var folder = Assemblies.Single(pair => pair.Value == type.Module.Name).Key;
        var name = Regex.Escape(type.Name.Split('`')[0]);
        var declaration = new Regex($@"\b(class|record|struct|enum|interface|delegate\s+\S+)\s+(class\s+|struct\s+)?{name}\b");
        return Sources($"lib/{folder}")
            .FirstOrDefault(file => declaration.IsMatch(File.ReadAllText(Path.Combine(Root, file))))?["lib/".Length..];
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Research.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("These tests run in a checkout.");
        return folder;
    }

    [GeneratedRegex("(^|/)(obj|bin)/")]
    private static partial Regex BuildOutput();
}
