namespace SuperResolution.Architecture;

/// <summary>What each assembly offers is written down, so that a change of it is seen in review.</summary>
public class PublicApiTests
{
    private const string Approve = "SUPERRESOLUTION_APPROVE";

    private static readonly string folder = Path.Combine(House.Root, "tests", "Architecture.Tests", "PublicApi");

    public static TheoryData<string> Assemblies => [.. House.Assemblies.Keys.Where(name => PublicApi.Of(House.Modules[name]).Count > 0)];

    [Theory, MemberData(nameof(Assemblies))]
    public void An_assembly_offers_what_is_approved(string assembly)
    {
        var (file, now) = (Path.Combine(folder, assembly + ".txt"), PublicApi.Of(House.Modules[assembly]));
        if (Environment.GetEnvironmentVariable(Approve) == "1")
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(file, string.Concat(now.Select(line => line + "\n")));
        }
        var approved = File.Exists(file) ? File.ReadAllLines(file) : [];
        var changes = approved.Except(now).Select(line => "- " + line).Concat(now.Except(approved).Select(line => "+ " + line)).ToList();
        Assert.True(changes.Count == 0, $"{assembly} offers something else than PublicApi/{assembly}.txt says. If that is meant, run " +
            $"{Approve}=1 dotnet test tests/Architecture.Tests -c Release --filter FullyQualifiedName~PublicApi and commit the file.\n" +
            string.Join('\n', changes));
    }

    [Fact]
    public void No_file_speaks_of_an_assembly_that_is_gone() =>
        Assert.Equal(Assemblies.Select(row => row.Data).Order(),
            Directory.GetFiles(folder).Select(Path.GetFileNameWithoutExtension).Order());

    [Fact]
    public void Types_members_parameters_and_defaults_have_their_lines()
    {
        var lines = PublicApi.Of(House.Modules["SuperResolution"]);
        Assert.Contains("SuperResolution.Metrics.Gmsd: static class", lines);
        Assert.Contains("SuperResolution.Metrics.Gmsd.Of(Picture reference, Picture distorted): static double", lines);
        Assert.Contains("SuperResolution.Metrics.Metric.Unit: string { get; init; }", lines);
        Assert.Contains("SuperResolution.Metrics.Better.Lower = 1", lines);
        Assert.DoesNotContain(lines, line => line.Contains("MetricInput", StringComparison.Ordinal)); // internal
    }
}
