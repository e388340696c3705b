using SuperResolution.Models;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Training;

[CollectionDefinition(nameof(TrainerMemoryTests), DisableParallelization = true)]
[Collection(nameof(TrainerMemoryTests))] // measures the whole process, so nothing else may run
public class TrainerMemoryTests
{
    [Fact]
    public void The_memory_of_ten_thousand_steps_stays_flat()
    {
        var trainer = TrainerTests.Train(SrcnnRecipe.Smoke with { Scale = 2, Steps = 18_000, Batch = 1, Patch = 1 }, out _);
        for (var i = 0; i < 6_000; i++) trainer.TrainOneStep(); // until the heaps of .NET and of the allocator have their size
        var growth = ResidentMemory.Growth(rounds: 5, () =>
        {
            for (var i = 0; i < 2_000; i++) trainer.TrainOneStep();
        });

        // One leaked patch of 17×17 floats in each step would add 2.3 MB in every round, one leaked gradient of conv2 200 MB.
        Assert.True(growth.Order().ElementAt(2) < 1_000_000, $"grew by {string.Join(", ", growth)} bytes");
    }
}
