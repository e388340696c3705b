using System.Diagnostics;
using System.Runtime;
using SuperResolution.Training;

namespace SuperResolution.Tests.Training;

[CollectionDefinition(nameof(TrainerMemoryTests), DisableParallelization = true)]
[Collection(nameof(TrainerMemoryTests))] // measures the whole process, so nothing else may run
public class TrainerMemoryTests
{
    [Fact]
    public void The_memory_of_ten_thousand_steps_stays_flat()
    {
        var trainer = TrainerTests.Train(SrcnnRecipe.Smoke with { Scale = 2, Steps = 18_000, Batch = 1, Patch = 1 }, out _);
        var resident = new List<long>();
        for (var round = 0; round < 9; round++)
        {
            for (var i = 0; i < 2_000; i++) trainer.TrainOneStep();
            resident.Add(Resident());
        }

        // From the fourth round on, when the heaps of .NET and of the allocator have their size. One leaked patch of 17×17 floats in each step would add 12 MB, one leaked gradient of conv2 1.8 GB.
        var growth = resident[^1] - resident[3];
        Assert.True(growth < 8_000_000, $"grew by {growth:N0} bytes");
    }

    private static long Resident()
    {
        if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion) GC.EndNoGCRegion(); // steps put collections off (NativeWork)
        for (var i = 0; i < 3; i++) // what finalisers free is collected in the next round
        {
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
