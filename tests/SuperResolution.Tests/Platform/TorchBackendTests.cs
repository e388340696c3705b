using System.Text.Json;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Platform;

/// <summary>The MSBuild property TorchBackend, by evaluating the library's project: nothing is restored or built.</summary>
public class TorchBackendTests
{
    private static readonly string Project = Path.Combine(Shared.Repository, "lib", "SuperResolution", "SuperResolution.csproj");

    [Theory]
    [InlineData(null, "TorchSharp-cpu")]
    [InlineData("cpu", "TorchSharp-cpu")]
    [InlineData("cuda-windows", "TorchSharp-cuda-windows")]
    [InlineData("cuda-linux", "TorchSharp-cuda-linux")]
    public void Exactly_the_chosen_native_package_is_referenced(string? backend, string package)
    {
        var assets = Path.Combine(Path.GetDirectoryName(Project)!, "obj", "project.assets.json");
        var restored = File.GetLastWriteTimeUtc(assets);

        var (code, output) = MsBuild(backend, "-getItem:PackageReference", "-getItem:PackageVersion");
        Assert.True(code == 0, output);

        using var items = JsonDocument.Parse(output);
        Assert.Equal([package], Identities(items, "PackageReference").Where(id => id.StartsWith("TorchSharp-")));
        Assert.Contains(package, Identities(items, "PackageVersion"));
        Assert.Equal(restored, File.GetLastWriteTimeUtc(assets));
    }

    [Theory]
    [InlineData("CollectPackageReferences")] // what a restore of any project or the solution runs
    [InlineData("CheckTorchBackend")]
    public void An_unknown_value_is_an_error_that_names_the_known_ones(string target)
    {
        var (code, output) = MsBuild("metal", "-t:" + target);
        Assert.NotEqual(0, code);
        Assert.Contains("TorchBackend is 'metal'. Use cpu, cuda-windows or cuda-linux", output);
    }

    private static IEnumerable<string> Identities(JsonDocument items, string kind) =>
        items.RootElement.GetProperty("Items").GetProperty(kind).EnumerateArray()
            .Select(item => item.GetProperty("Identity").GetString()!);

    private static (int Code, string Output) MsBuild(string? backend, params string[] arguments)
    {
        string[] chosen = backend is null ? [] : ["-p:TorchBackend=" + backend];
        return DotNet.Run(Shared.Repository, ["msbuild", Project, "-nologo", "-nodeReuse:false", .. arguments, .. chosen]);
    }
}
