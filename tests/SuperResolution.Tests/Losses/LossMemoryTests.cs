using SuperResolution.Losses;
using SuperResolution.Tests.Support;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Losses;

[CollectionDefinition(nameof(LossMemoryTests), DisableParallelization = true)]
[Collection(nameof(LossMemoryTests))] // measures the whole process, so nothing else may run
public class LossMemoryTests
{
    [Fact]
    public void The_memory_of_repeated_losses_and_gradients_stays_flat()
    {
        Loss[] losses =
        [
            new MixLoss(window: 11), new MsSsimLoss(MsSsimLoss.FirstScales(2)), new TotalVariationLoss(),
            ContextualLoss.PaperFormula(maxPositions: 100), CoBiLoss.OfficialCode(maxPositions: 100),
            new VggContentLoss("φ", images => images.square()),
            new GeneratorLoss(new RelativisticAverageLoss(), images => images.mean([1, 2, 3])),
        ];
        Repeat(losses, 400); // until the heaps of .NET and of the allocator have their size
        var growth = ResidentMemory.Growth(rounds: 5, () => Repeat(losses, 150));

        // One leaked image of 2×3×32×32 floats in each step would add 3.7 MB in every round, one leaked matrix of CX 6 MB.
        Assert.True(growth.Order().ElementAt(2) < 1_500_000, $"grew by {string.Join(", ", growth)} bytes");
    }

    private static void Repeat(Loss[] losses, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var scope = NewDisposeScope();
            var (output, target) = (rand(2, 3, 32, 32).requires_grad_(), rand(2, 3, 32, 32));
            losses.Select(loss => loss.call(output, target)).Aggregate((sum, value) => sum + value).backward();
        }
    }
}
