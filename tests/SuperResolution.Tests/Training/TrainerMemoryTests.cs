using System.Diagnostics;
using SuperResolution.Training;

namespace SuperResolution.Tests.Training;

[CollectionDefinition(nameof(TrainerMemoryTests), DisableParallelization = true)]
[Collection(nameof(TrainerMemoryTests))] // measures the whole process, so nothing else may run
public class TrainerMemoryTests
{
    [Fact]
    public void The_memory_of_ten_thousand_steps_stays_flat()
    {
        var trainer = TrainerTests.Train(SrcnnRecipe.Smoke with { Scale = 2, Steps = 16_000, Batch = 1, Patch = 1 }, out _);
        for (var i = 0; i < 6_000; i++) trainer.TrainOneStep(); // until the heaps of .NET and of the allocator have their size
        var before = Resident();
        trainer.Run();

        // One leaked patch of 17×17 floats in each step would add 10 MB, one leaked gradient of conv2 1.8 GB.
        var growth = Resident() - before;
        Assert.True(growth < 8_000_000, $"grew by {growth:N0} bytes");
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
