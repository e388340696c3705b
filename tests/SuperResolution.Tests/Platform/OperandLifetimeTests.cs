using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Mono.Cecil;
using Mono.Cecil.Cil;
using SuperResolution.Build;
using SuperResolution.Tests.Support;
using TorchSharp;

namespace SuperResolution.Tests.Platform;

/// <summary>The build's rewriting of TorchSharp.dll (environment/torch): no operand is freed while native code reads it.</summary>
public sealed class OperandLifetimeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>As the package brings it; the tests themselves run beside the rewritten one.</summary>
    private static string PackageFile()
    {
        var package = typeof(OperandLifetimeTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(a => a.Key == "TorchSharpPackage").Value;
        var file = Path.Combine(package ?? "", "lib", "net8.0", "TorchSharp.dll");
        Assert.SkipUnless(File.Exists(file), "The TorchSharp package lies not in the packages folder that the build used.");
        return file;
    }

    [Fact]
    public void The_loaded_assembly_is_the_rewritten_one_and_lies_beside_the_tests()
    {
        var loaded = typeof(torch).Assembly;
        var mark = loaded.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == OperandLifetime.Mark);
        Assert.Equal(OperandLifetime.MarkValue, mark.Value);
        Assert.Equal(Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll"), loaded.Location);
    }

    [Fact]
    public void No_method_with_a_native_call_has_an_unprotected_operand()
    {
        var (places, looked) = UnprotectedOperands.In(typeof(torch).Assembly.Location);
        Assert.True(places.Count == 0, string.Join('\n', places));
        Assert.InRange(looked, 2_500, int.MaxValue);
    }

    [Fact] // the same search finds the fault where it is
    public void In_the_packages_own_assembly_most_methods_have_unprotected_operands()
    {
        var (places, looked) = UnprotectedOperands.In(PackageFile());
        Assert.InRange(places.Count, 3_000, int.MaxValue);
        Assert.InRange(looked, 2_500, int.MaxValue);
    }

    [Fact]
    public void The_runtime_compiles_every_method()
    {
        const BindingFlags all = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic
            | BindingFlags.DeclaredOnly;
        var methods = typeof(torch).Assembly.GetTypes()
            .Where(type => !type.ContainsGenericParameters && !type.IsAssignableTo(typeof(Delegate)))
            .SelectMany(type => type.GetMethods(all).Concat<MethodBase>(type.GetConstructors(all)))
            .Where(method => !method.IsAbstract && !method.ContainsGenericParameters && method.GetMethodBody() is not null).ToList();
        Assert.InRange(methods.Count, 8_000, int.MaxValue);
        foreach (var method in methods) RuntimeHelpers.PrepareMethod(method.MethodHandle);
    }

    [Fact]
    public void The_package_stays_as_it_is_and_the_same_input_gives_the_same_bytes()
    {
        var (before, time) = (Digest(PackageFile()), File.GetLastWriteTimeUtc(PackageFile()));
        var (first, second) = (folder["first/TorchSharp.dll"], folder["second/TorchSharp.dll"]);

        var log = Run(PackageFile(), first);
        Assert.Contains(log.Messages, message => message.Contains("operands stay alive"));
        Run(PackageFile(), second);
        Run(PackageFile(), second); // in place of the file that is there

        Assert.Equal(Digest(first), Digest(second));
        Assert.Equal(Digest(typeof(torch).Assembly.Location), Digest(first));
        Assert.Equal((before, time), (Digest(PackageFile()), File.GetLastWriteTimeUtc(PackageFile())));
        Assert.Equal([first], Directory.GetFiles(Path.GetDirectoryName(first)!));
    }

    [Fact] // a debugger that finds the package's symbols must not lay them over other instructions
    public void Names_and_references_stay_and_the_link_to_foreign_symbols_goes()
    {
        using var original = ModuleDefinition.ReadModule(PackageFile());
        using var rewritten = ModuleDefinition.ReadModule(typeof(torch).Assembly.Location);
        Assert.Equal(original.Assembly.FullName, rewritten.Assembly.FullName);
        Assert.NotEqual(original.Mvid, rewritten.Mvid);
        Assert.Equal(Methods(original), Methods(rewritten).Where(name => name != "System.Void <Module>::.cctor()"));
        Assert.Equal(References(original), References(rewritten));
        Assert.DoesNotContain(rewritten.GetDebugHeader().Entries, entry => entry.Directory.Type == ImageDebugType.CodeView);
        Assert.Contains(original.GetDebugHeader().Entries, entry => entry.Directory.Type == ImageDebugType.CodeView);
        var error = Assert.ThrowsAny<Exception>(() => torch.zeros(2).reshape(3));
        Assert.Contains("TorchSharp.torch.Tensor.reshape(", error.StackTrace);

        static IEnumerable<string> References(ModuleDefinition module) => module.AssemblyReferences.Select(known => known.FullName);
        static IEnumerable<string> Methods(ModuleDefinition module) =>
            module.GetTypes().SelectMany(type => type.Methods).Select(method => method.FullName);
    }

    [Theory]
    [InlineData("rewritten", "module ")]
    [InlineData("another", "SuperResolution")]
    [InlineData("cut", "not a whole .NET assembly")]
    [InlineData("text", "not a whole .NET assembly")]
    [InlineData("missing", "")]
    public void Another_assembly_is_refused_and_nothing_is_written(string kind, string why)
    {
        var source = folder["source.dll"];
        if (kind == "rewritten") source = typeof(torch).Assembly.Location;
        else if (kind == "another") source = typeof(SuperResolution.Platform.Compute).Assembly.Location;
        else if (kind == "cut") File.WriteAllBytes(source, File.ReadAllBytes(PackageFile())[..700_000]);
        else if (kind == "text") File.WriteAllText(source, "MZ, not really");
        var target = folder["target.dll"];
        File.WriteAllText(target, "from before");

        var log = new BuildLog();
        Assert.False(new KeepOperandsAlive { BuildEngine = log, Source = source, Target = target }.Execute());
        Assert.Contains(why, Assert.Single(log.Errors));
        Assert.Contains("Directory.Packages.props", log.Errors[0]);
        Assert.Equal("from before", File.ReadAllText(target));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(target)!, "*.tmp"));
    }

    [Fact]
    public void Twenty_thousand_collections_under_six_threads_change_no_result()
    {
        var (code, output) = Provoke("", 600);
        Assert.True(code == 0, output);
        Assert.SkipUnless(int.Parse(output.Split(" ")[0]) >= 20_000, $"This machine did not come through in ten minutes: {output}");
    }

    [Fact]
    public void The_same_program_fails_beside_the_packages_own_assembly()
    {
        var (code, output) = Provoke("original", 60);
        Assert.SkipWhen(code == 0, $"No operand was freed at a wrong moment here: {output}");
        Assert.NotEqual(0, code);
    }

    private static (int Code, string Output) Provoke(string place, int seconds)
    {
        var start = new ProcessStartInfo("dotnet", [Program(place), "20000", $"{seconds}"])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0"; // it may end by a signal
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    /// <summary>tests/OperandLifetime beside the rewritten assembly, or in its folder "original" beside the package's.</summary>
    internal static string Program(string place)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var folder = Path.Combine(Shared.Repository, "tests", "OperandLifetime", "bin", configuration, "net10.0", place);
        return Path.Combine(folder, "OperandLifetime.dll");
    }

    private static BuildLog Run(string source, string target)
    {
        var log = new BuildLog();
        var task = new KeepOperandsAlive { BuildEngine = log, Source = source, Target = target };
        Assert.True(task.Execute(), string.Join('\n', log.Errors));
        return log;
    }

    private static string Digest(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
}
