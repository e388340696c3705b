using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace SuperResolution.Platform;

/// <summary>Lets Plotly.NET live with the FSharp.Core of a host that brings an older one.</summary>
/// <remarks>
/// Plotly.NET 6 asks for FSharp.Core 10.1. .NET Interactive carries 10.0, which .NET takes for other libraries and refuses for this one;
/// two copies in one process make types of the same name different, and charts fail with "Method not found". One copy serves both: the
/// host's where there is one, else the one beside this library.
/// </remarks>
internal static class FSharpCore
{
    private const string Name = "FSharp.Core";

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255:The 'ModuleInitializer' attribute should not be used in libraries",
        Justification = "It must be there before the first chart, whatever a notebook does first.")]
    internal static void Register() => AssemblyLoadContext.Default.Resolving += (_, asked) => asked.Name == Name ? Find() : null;

    private static Assembly? Find()
    {
        if (AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(assembly => assembly.GetName().Name == Name) is { } loaded)
            return loaded;
        try
        {
            return Assembly.Load(Name); // the host's, in whatever version
        }
        catch (FileNotFoundException)
        {
            var beside = Path.Combine(Path.GetDirectoryName(typeof(FSharpCore).Assembly.Location) ?? "", Name + ".dll");
            return File.Exists(beside) ? AssemblyLoadContext.Default.LoadFromAssemblyPath(beside) : null;
        }
    }
}
