namespace SuperResolution.Tests.Platform;

public sealed class FileClaimTests : IDisposable
{
    private readonly Support.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Of_many_who_come_and_go_only_one_holds_it_at_a_time()
    {
        var (inside, most, taken) = (0, 0, 0);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 5; i++)
            {
                using var claim = await FileClaim.TakeAsync(folder["lock"], CancellationToken.None);
                most = Math.Max(most, Interlocked.Increment(ref inside));
                Interlocked.Increment(ref taken);
                Thread.SpinWait(100);
                Interlocked.Decrement(ref inside);
            }
        })));

        Assert.Equal((1, 40), (most, taken));
        Assert.False(File.Exists(folder["lock"]));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_an_error_and_no_endless_wait() =>
        await Assert.ThrowsAnyAsync<IOException>(() => FileClaim.TakeAsync(folder["no/lock"], CancellationToken.None));
}
