using System.Collections.Concurrent;
using SuperResolution.Datasets;
using SuperResolution.Training;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Training;

public class DataLoaderTests
{
    [Theory]
    [InlineData(1, 1), InlineData(1, 4), InlineData(3, 2), InlineData(4, 8)]
    public void Batches_come_in_order_and_only_so_many_ahead(int workers, int ahead)
    {
        long read = 10, furthest = 0;
        using var loader = new DataLoader(
            n =>
            {
                // Read one batch more than the test knows yet, at most.
                if (n > Interlocked.Read(ref read) + ahead) Interlocked.Exchange(ref furthest, n);
                Thread.Sleep((int)(n * 7 % 4)); // later ones are often ready earlier
                return Numbered(n);
            },
            first: 10, workers, ahead);
        for (; read < 60; Interlocked.Increment(ref read))
        {
            Assert.Equal(read, loader.Position);
            using var scope = NewDisposeScope();
            var (first, second) = loader.Next();
            Assert.Equal((read, -read), (first.item<long>(), second.item<long>()));
        }
        Assert.Equal(0, furthest);
    }

    [Fact]
    public void Patches_are_the_same_as_without_a_prefetcher()
    {
        using var scope = NewDisposeScope();
        var patches = new RgbPatches([SyntheticImages.DeadLeaves(1, 80, 60), SyntheticImages.Facade(2, 64, 64)], 2, 8, 4, seed: 9);
        using var loader = new DataLoader(patches.Batch, workers: 3);
        for (var step = 0; step < 20; step++)
        {
            var (expected, got) = (patches.Batch(step), loader.Next());
            Assert.Equal(expected.Lr.bytes.ToArray(), got.First.bytes.ToArray());
            Assert.Equal(expected.Hr.bytes.ToArray(), got.Second.bytes.ToArray());
        }
    }

    [Fact]
    public void Unread_batches_and_what_a_fetch_leaves_behind_are_freed_and_read_ones_stay()
    {
        var made = new ConcurrentDictionary<long, Tensor[]>();
        var loader = new DataLoader(
            n =>
            {
                var (first, second) = Numbered(n);
                made[n] = [first, second, zeros(3)];
                return (first, second);
            },
            workers: 2, ahead: 6);
        var (a, b) = loader.Next();
        SpinWait.SpinUntil(() => made.Count == 7);
        loader.Dispose();

        Assert.Equal(7, made.Count);
        Assert.Equal(0, (a + b).item<long>());
        Assert.All(made.SelectMany(pair => pair.Key == 0 ? pair.Value[2..] : pair.Value), tensor => Assert.True(tensor.IsInvalid));
        Assert.Throws<ObjectDisposedException>(() => loader.Next());
        loader.Dispose();
    }

    [Fact]
    public void A_batch_joins_the_readers_scope_and_is_made_without_gradients()
    {
        var weight = new TorchSharp.Modules.Parameter(ones(1));
        using var loader = new DataLoader(n => (weight * n, weight * 2));
        Tensor inside;
        using (NewDisposeScope())
        {
            (inside, _) = loader.Next();
            Assert.False(inside.requires_grad);
        }
        Assert.True(inside.IsInvalid);
        var (outside, _) = loader.Next();
        Assert.Equal(1, outside.item<float>());
    }

    [Theory]
    [InlineData(1), InlineData(3)]
    public void The_error_of_a_batch_reaches_the_reader_after_the_batches_before_it(int workers)
    {
        using var loader = new DataLoader(
            n => n == 3 ? throw new InvalidDataException("picture 'x' is damaged") : Numbered(n), workers: workers, ahead: 6);
        for (var n = 0; n < 3; n++) Assert.Equal(n, loader.Next().First.item<long>());
        for (var again = 0; again < 2; again++)
            Assert.Equal("picture 'x' is damaged", Assert.Throws<InvalidDataException>(() => loader.Next()).Message);
        Assert.Equal(3, loader.Position);
    }

    [Fact]
    public void A_wait_can_be_cancelled_and_the_batch_is_not_lost()
    {
        using var release = new ManualResetEventSlim();
        using var loader = new DataLoader(n =>
        {
            release.Wait();
            return Numbered(n);
        });
        using var source = new CancellationTokenSource(20);
        Assert.Throws<OperationCanceledException>(() => loader.Next(source.Token));
        release.Set();
        Assert.Equal(0, loader.Next().First.item<long>());
    }

    [Fact]
    public async Task Dispose_wakes_a_reader_that_waits()
    {
        using var release = new ManualResetEventSlim();
        using var waits = new ManualResetEventSlim();
        var clock = new Clock { Asked = waits.Set };
        var loader = new DataLoader(n => n == 0 ? Numbered(n) : Blocked(release), 0, 1, 2, clock);
        loader.Next();
        waits.Reset();
        var reader = Task.Run(() => Assert.Throws<ObjectDisposedException>(() => loader.Next()));
        waits.Wait();
        var disposer = Task.Run(loader.Dispose);
        await reader.WaitAsync(TimeSpan.FromMinutes(1));
        release.Set();
        await disposer.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact] // after each wait of 3 s the reader works for 1 s: 3/4
    public void The_waited_fraction_is_the_share_of_the_readers_time()
    {
        using var reading = new SemaphoreSlim(0);
        var clock = new Clock();
        using var loader = new DataLoader(
            n =>
            {
                reading.Wait();
                clock.Advance(3);
                return Numbered(n);
            },
            0, 1, 1, clock);
        var asked = 0;
        clock.Asked = () =>
        {
            if (asked++ % 2 == 0) reading.Release(); // a wait begins; every second time one ends
        };
        loader.Next();
        Assert.Equal(0, loader.WaitedFraction);
        for (var i = 0; i < 4; i++)
        {
            clock.Advance(1);
            loader.Next();
        }
        Assert.Equal(0.75, loader.WaitedFraction, 1e-12);
    }

    [Fact]
    public void No_workers_or_no_room_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new DataLoader(Numbered, workers: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DataLoader(Numbered, ahead: 0));
    }

    private static (Tensor, Tensor) Numbered(long n) => (tensor(n), tensor(-n));

    private static (Tensor, Tensor) Blocked(ManualResetEventSlim release)
    {
        release.Wait();
        return Numbered(0);
    }

    private sealed class Clock : TimeProvider
    {
        private long seconds;

        public Action? Asked { get; set; }

        public override long TimestampFrequency => 1;

        public void Advance(long by) => Interlocked.Add(ref seconds, by);

        public override long GetTimestamp()
        {
            var now = Interlocked.Read(ref seconds);
            Asked?.Invoke();
            return now;
        }
    }
}
