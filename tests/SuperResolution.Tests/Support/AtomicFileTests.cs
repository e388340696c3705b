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

    [Theory] // what Linux file systems hold: 255 bytes, however many characters they are
    [InlineData(218, "x"), InlineData(219, "x"), InlineData(255, "x"), InlineData(219, "é"), InlineData(255, "🙂")]
    public void Names_may_be_as_long_as_the_file_system_holds(int bytes, string letter)
    {
        var count = bytes / System.Text.Encoding.UTF8.GetByteCount(letter);
        var name = string.Concat(Enumerable.Repeat(letter, count)) + new string('x', bytes - (count * System.Text.Encoding.UTF8.GetByteCount(letter)));
        AtomicFile.Require(folder[name]);
        Assert.Empty(Directory.GetFiles(folder.FullName));
        AtomicFile.Write(folder[name], "text");
        Assert.Equal("text", File.ReadAllText(folder[name]));
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(folder[name], _ => throw new InvalidOperationException()));
        Assert.Equal([folder[name]], Directory.GetFiles(folder.FullName));

        string? left = null; // as a kill would leave it
        AtomicFile.Write(folder[name], _ => left = Directory.GetFiles(folder.FullName, "*.tmp").Single());
        File.WriteAllText(left!, "half");
        AtomicFile.DeleteLeftovers(folder[name], TimeSpan.Zero);
        Assert.Equal([folder[name]], Directory.GetFiles(folder.FullName));
    }

    [Fact]
    public void What_cannot_be_written_is_refused_before_there_is_anything_to_lose()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "counts bytes as Linux does");
        Assert.Contains("its name has 256 bytes, and file systems hold 255. Choose a shorter one.", Assert.Throws<PathTooLongException>(() => AtomicFile.Require(folder[new string('é', 128)])).Message);
        Assert.Contains("is a folder, and a file is to be written", Assert.Throws<IOException>(() => AtomicFile.Require(folder.FullName)).Message);
        Assert.Contains($"there is no folder '{folder["none"]}'", Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Require(folder["none/x"])).Message);
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
