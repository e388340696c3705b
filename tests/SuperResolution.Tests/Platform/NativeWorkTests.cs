using SuperResolution.Platform;

namespace SuperResolution.Tests.Platform;

public class NativeWorkTests
{
    [Fact] // other tests allocate too, and may use the budget up: some of the tries must be free of collections; without a section none is
    public void Within_a_section_there_are_no_collections()
    {
        Assert.Contains(Enumerable.Range(0, 10), _ =>
        {
            using var section = NativeWork.Begin();
            return Collections(megabytes: 20) == 0;
        });
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
        Assert.NotEqual(0, Collections(megabytes: 1_000)); // after the last section they happen again
    }

    private static int Collections(int megabytes)
    {
        var before = GC.CollectionCount(0);
        for (var i = 0; i < megabytes * 64; i++) GC.KeepAlive(new byte[16_384]);
        return GC.CollectionCount(0) - before;
    }
}
