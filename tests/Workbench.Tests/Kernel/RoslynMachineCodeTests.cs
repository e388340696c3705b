using System.Reflection;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace SuperResolution.Workbench.Tests.Kernel;

public class RoslynMachineCodeTests
{
    /// <summary>Without it the first cell of a kernel takes twice as long (environment/roslyn).</summary>
    [Theory]
    [InlineData(typeof(Compilation))]
    [InlineData(typeof(CSharpCompilation))]
    [InlineData(typeof(Script))]
    [InlineData(typeof(CSharpScript))]
    public void Roslyn_is_compiled_by_the_build(Type type)
    {
        var hasCrossgen = typeof(RoslynMachineCodeTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == "HasCrossgen").Value;
        Assert.SkipUnless(hasCrossgen == "true",
            "The build had no Crossgen, or it was switched off (environment/roslyn/RoslynMachineCode.targets).");
        using var image = new PEReader(File.OpenRead(type.Assembly.Location));
        Assert.True(image.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0,
            $"{type.Assembly.Location} holds no machine code; the build's output says why.");
    }
}
