namespace SuperResolution.Architecture;

/// <summary>Lines of C# that fit on a screen; those of notebooks are held by SeriesTests.</summary>
public class LineTests
{
    private const int Longest = 139;

    [Fact]
    public void Lines_end_before_column_140()
    {
        var sources = new[] { "environment", "lib", "tests" }.SelectMany(House.Sources).ToList();
        Assert.Contains("tests/Architecture.Tests/LineTests.cs", sources);
        Assert.Contains("environment/torch/KeepOperandsAlive.cs", sources);
        var tooLong = string.Join('\n',
            from file in sources
            from line in File.ReadLines(Path.Combine(House.Root, file)).Index()
            where line.Item.Length > Longest
            select $"{file}:{line.Index + 1} has {line.Item.Length} characters: {line.Item.Trim()}");
        Assert.True(tooLong.Length == 0, tooLong);
    }
}
