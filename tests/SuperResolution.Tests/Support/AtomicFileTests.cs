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
