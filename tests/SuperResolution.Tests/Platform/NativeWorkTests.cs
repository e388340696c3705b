using System.Runtime;
using SuperResolution.Platform;

namespace SuperResolution.Tests.Platform;

[CollectionDefinition(nameof(NativeWorkTests), DisableParallelization = true)]
[Collection(nameof(NativeWorkTests))] // what other tests allocate would use the budget up
public class NativeWorkTests
{
    [Fact]
    public void Within_a_section_there_are_no_collections()
    {
        if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion) GC.EndNoGCRegion(); // of an earlier section
        Assert.NotEqual(GCLatencyMode.NoGCRegion, GCSettings.LatencyMode);

        using var section = NativeWork.Begin();

        Assert.Equal(0, Collections(megabytes: 20));
        Assert.Equal(GCLatencyMode.NoGCRegion, GCSettings.LatencyMode);
    }

    [Fact]
    public void The_budget_may_be_exceeded_and_sections_may_overlap_and_be_nested()
    {
        Parallel.For(0, 4, _ =>
        {
            for (var i = 0; i < 5; i++)
            {
                using var outer = NativeWork.Begin();
                using var inner = NativeWork.Begin();
                Collections(megabytes: 40);
            }
        });
        Assert.NotEqual(0, Collections(megabytes: 2_000)); // after the last section they happen again
    }

    [Fact] // few-collections.runsettings reaches the process
    public void Tests_run_with_few_collections() => Assert.InRange(Collections(megabytes: 800), 0, 3);

    private static int Collections(int megabytes)
    {
        var before = GC.CollectionCount(0);
        for (var i = 0; i < megabytes * 64; i++) GC.KeepAlive(new byte[16_384]);
        return GC.CollectionCount(0) - before;
    }
}
