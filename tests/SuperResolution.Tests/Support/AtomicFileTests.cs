namespace SuperResolution.Tests.Support;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_stream_that_is_written_completely_replaces_the_file()
    {
        File.WriteAllText(folder["x"], "old");
        AtomicFile.Write(folder["x"], stream =>
        {
            stream.Write("ne"u8);
            Assert.Equal("old", File.ReadAllText(folder["x"]));
            stream.Write("w"u8);
        });
        Assert.Equal("new", File.ReadAllText(folder["x"]));
        Assert.Single(Directory.GetFiles(folder.FullName));
    }

    [Fact] // a run that was killed left plotly.js.*.tmp for ever: nobody wrote plotly.js again
    public void What_killed_processes_left_goes_with_the_first_file_that_is_written_into_the_folder()
    {
        string Draft(string file) => folder[$"{file}.{Guid.NewGuid():N}.tmp"];
        var (dead, young, open, mine) = (Draft("plotly.js"), Draft("x"), Draft("y"), folder["plotly.js.mine.tmp"]);
        foreach (var file in new[] { dead, young, open, mine }) File.WriteAllText(file, "draft");
        foreach (var file in new[] { dead, open, mine }) File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(-2));
        using (new FileStream(open, FileMode.Open, FileAccess.Write, FileShare.None)) AtomicFile.Write(folder["page.html"], "page");
        Assert.Equal(new[] { young, open, mine, folder["page.html"] }.Order(StringComparer.Ordinal),
            Directory.GetFiles(folder.FullName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_draft_is_no_leftover_until_it_has_its_name()
    {
        AtomicFile.Write(folder["x"], stream =>
        {
            stream.Write("new"u8);
            AtomicFile.DeleteLeftovers(folder.FullName, TimeSpan.Zero);
        });
        Assert.Equal("new", File.ReadAllText(folder["x"]));
    }

    [Fact]
    public void The_file_before_stays_where_that_is_wanted()
    {
        foreach (var text in new[] { "1", "2", "3" })
            AtomicFile.Write(folder["x"], stream => stream.Write(System.Text.Encoding.ASCII.GetBytes(text)), folder["x.previous"]);
        Assert.Equal("3", File.ReadAllText(folder["x"]));
        Assert.Equal("2", File.ReadAllText(folder["x.previous"]));
        Assert.Throws<InvalidOperationException>(
            () => AtomicFile.Write(folder["x"], _ => throw new InvalidOperationException(), folder["x.previous"]));
        Assert.Equal("2", File.ReadAllText(folder["x.previous"]));
    }

    [Theory] // what Linux file systems hold: 255 bytes, however many characters they are
    [InlineData(218, "x"), InlineData(219, "x"), InlineData(255, "x"), InlineData(219, "é"), InlineData(255, "🙂")]
    public void Names_may_be_as_long_as_the_file_system_holds(int bytes, string letter)
    {
        var count = bytes / System.Text.Encoding.UTF8.GetByteCount(letter);
        var name = string.Concat(Enumerable.Repeat(letter, count))
            + new string('x', bytes - (count * System.Text.Encoding.UTF8.GetByteCount(letter)));
        AtomicFile.Require(folder[name]);
        Assert.Empty(Directory.GetFiles(folder.FullName));
        AtomicFile.Write(folder[name], "text");
        Assert.Equal("text", File.ReadAllText(folder[name]));
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(folder[name], _ => throw new InvalidOperationException()));
        Assert.Equal([folder[name]], Directory.GetFiles(folder.FullName));

        string? left = null; // as a kill would leave it
        AtomicFile.Write(folder[name], _ => left = Directory.GetFiles(folder.FullName, "*.tmp").Single());
        File.WriteAllText(left!, "half");
        AtomicFile.DeleteLeftovers(folder.FullName, TimeSpan.Zero);
        Assert.Equal([folder[name]], Directory.GetFiles(folder.FullName));
    }

    [Fact]
    public void What_cannot_be_written_is_refused_before_there_is_anything_to_lose()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "counts bytes as Linux does");
        Assert.Contains("its name has 256 bytes, and file systems hold 255. Choose a shorter one.",
            Assert.Throws<PathTooLongException>(() => AtomicFile.Require(folder[new string('é', 128)])).Message);
        Assert.Contains("is a folder, and a file is to be written",
            Assert.Throws<IOException>(() => AtomicFile.Require(folder.FullName)).Message);
        Assert.Contains($"there is no folder '{folder["none"]}'",
            Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Require(folder["none/x"])).Message);
        Assert.ThrowsAny<Exception>(() => AtomicFile.Require("/proc/x")); // not even root makes files there
    }

    [Fact]
    public void A_stream_that_fails_leaves_the_old_file_and_nothing_else()
    {
        File.WriteAllText(folder["x"], "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(folder["x"], stream =>
        {
            stream.Write(new byte[100_000]);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(folder["x"]));
        Assert.Single(Directory.GetFiles(folder.FullName));
    }
}
