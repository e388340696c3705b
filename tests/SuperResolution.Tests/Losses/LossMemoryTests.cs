using System.Diagnostics;
using SuperResolution.Losses;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Losses;

[CollectionDefinition(nameof(LossMemoryTests), DisableParallelization = true)]
[Collection(nameof(LossMemoryTests))] // measures the whole process, so nothing else may run
public class LossMemoryTests
{
    [Fact]
    public void The_memory_of_repeated_losses_and_gradients_stays_flat()
    {
        var loss = new PerceptualLoss(
            new LossTerm("Mix", 1, new MixLoss(window: 11)), new LossTerm("SSIM", 1, new MsSsimLoss(MsSsimLoss.FirstScales(2))), new LossTerm("TV", 1, new TotalVariationLoss()),
            new LossTerm("CX", 1, ContextualLoss.PaperFormula(maxPositions: 100)), new LossTerm("CoBi", 1, CoBiLoss.OfficialCode(maxPositions: 100)),
            new LossTerm("VGG", 1, new VggContentLoss("φ", images => images.square())),
            new LossTerm("RaGAN", 1, new RelativisticAverageLoss().AsImageLoss(images => images.mean([1, 2, 3]))));
        Repeat(loss, 400); // until the heaps of .NET and of the allocator have their size
        var before = Resident();
        Repeat(loss, 600);

        // One leaked image of 2×3×32×32 floats in each step would add 15 MB, one leaked matrix of CX 24 MB.
        var growth = Resident() - before;
        Assert.True(growth < 10_000_000, $"grew by {growth:N0} bytes");
    }

    private static void Repeat(Loss loss, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var scope = NewDisposeScope();
            var (output, target) = (rand(2, 3, 32, 32).requires_grad_(), rand(2, 3, 32, 32));
            loss.call(output, target).backward();
        }
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
