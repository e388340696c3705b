using System.Security.Cryptography;
using System.Text.RegularExpressions;
using SuperResolution.Build;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Platform;

/// <summary>
/// A program outside of the checkout runs with the library's project and with its package, with and without a RuntimeIdentifier: also on
/// Linux before GCC 13, and with a TorchSharp that keeps its operands alive.
/// </summary>
public sealed class OutsideProgramTests : IDisposable
{
    private const string Source = $$"""
        using System.Reflection;
        using SuperResolution.Datasets;
        using SuperResolution.Weights;
        var sr = TrainedWeights.Open("srcnn-9-5-5-x3").Upscale(SyntheticImages.Facade(1, 20, 16));
        var torch = typeof(TorchSharp.torch).Assembly;
        var repaired = torch.GetCustomAttributes<AssemblyMetadataAttribute>().Any(a => a.Key == "{{OperandLifetime.Mark}}");
        Console.WriteLine($"{sr.Width}×{sr.Height} by {torch.Location}, repaired: {repaired}");
        """;

    private static readonly string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } chosen ? chosen
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static readonly string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory, InlineData(true), InlineData(false)]
    public void It_runs_with_the_project(bool forOnePlatform)
    {
        Write($"""<ProjectReference Include="{Project("SuperResolution")}" />""", forOnePlatform);
        var before = Package();
        // The library was built with these tests; nothing of the checkout is built or written here.
        Must("publish", "-c", configuration, "-p:BuildProjectReferences=false");
        RunsWhole("out");
        RunsWhole("published");
        Assert.Equal(before, Package());
    }

    [Theory, InlineData(true), InlineData(false)]
    public void It_runs_with_the_package(bool forOnePlatform)
    {
        Write("""<PackageReference Include="SuperResolution" Version="*" />""", forOnePlatform);
        foreach (var project in Packed("SuperResolution"))
            Must("pack", Project(project), "-c", configuration, "--no-build", "-o", folder["feed"]);
        var before = Package();
        Must("build", "-c", configuration);
        RunsWhole("out");
        Assert.Equal(before, Package());
    }

    private void Write(string reference, bool forOnePlatform)
    {
        Directory.CreateDirectory(folder["feed"]);
        var platform = forOnePlatform ? "<RuntimeIdentifier>$(NETCoreSdkRuntimeIdentifier)</RuntimeIdentifier>" : "";
        Directory.CreateDirectory(folder["program"]);
        File.WriteAllText(folder["program/Program.cs"], Source);
        File.WriteAllText(folder["program/outside.csproj"], $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <SelfContained>false</SelfContained>
                {platform}
                <OutputPath>out/</OutputPath>
                <PublishDir>published/</PublishDir>
                <AppendTargetFrameworkToOutputPath>false</AppendTargetFrameworkToOutputPath>
                <AppendRuntimeIdentifierToOutputPath>false</AppendRuntimeIdentifierToOutputPath>
                <RestorePackagesPath>{folder["packages"]}</RestorePackagesPath>
                <RestoreFallbackFolders>{cache}</RestoreFallbackFolders>
                <RestoreSources>{folder["feed"]}</RestoreSources>
                <NuGetAudit>false</NuGetAudit>
                <CreateHardLinksForCopyLocalIfPossible>true</CreateHardLinksForCopyLocalIfPossible>
                <CreateHardLinksForPublishFilesIfPossible>true</CreateHardLinksForPublishFilesIfPossible>
              </PropertyGroup>
              <ItemGroup>
                {reference}
              </ItemGroup>
            </Project>
            """);
    }

    /// <summary>Runs dotnet in the program's folder; where a package is missing and cannot be fetched, the test is skipped.</summary>
    private void Must(params IEnumerable<string> arguments)
    {
        var (code, output) = DotNet.Run(folder["program"], arguments);
        var missing = Regex.Match(output, @"error (NU1101|NU1102|NU1103|NU1301): [^\n]*");
        Assert.SkipWhen(missing.Success, $"The package folder lacks what a program outside needs: {missing.Value}");
        Assert.True(code == 0, output);
    }

    private void RunsWhole(string output)
    {
        var (code, said) = DotNet.Run(folder.FullName, folder[$"program/{output}/outside.dll"]);
        Assert.True(code == 0, said);
        Assert.Equal($"60×48 by {folder[$"program/{output}/TorchSharp.dll"]}, repaired: True", said.Trim());
    }

    private static string Project(string name) => Path.Combine(Shared.Repository, "lib", name, name + ".csproj");

    /// <summary>A project and those that it refers to.</summary>
    private static IEnumerable<string> Packed(string name) =>
        Regex.Matches(File.ReadAllText(Project(name)), @"<ProjectReference Include=""[^""]*/([^""/]+)\.csproj""")
            .SelectMany(reference => Packed(reference.Groups[1].Value)).Append(name).Distinct();

    /// <summary>The two files of the package that builds repair copies of.</summary>
    private static string Package() => string.Join('\n',
        from file in Directory.EnumerateFiles(Path.Combine(cache, "torchsharp"), "*TorchSharp.*", SearchOption.AllDirectories)
        where Path.GetFileName(file) is "TorchSharp.dll" or "libLibTorchSharp.so"
        orderby file
        select $"{file} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}");
}
