using System.Diagnostics;
using SuperResolution.Datasets;
using SuperResolution.Models;
using SuperResolution.Platform;
using SuperResolution.Training;
using SuperResolution.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace SuperResolution.Benchmarks;

/// <summary>
/// What a CUDA device computes beside what the CPU does, for every network; and how many training steps it does in a second, as a share of
/// its peak.
/// </summary>
internal static class GpuComparison
{
    private const double Seconds = 3;

    private static readonly (string Name, Func<nn.Module<Tensor, Tensor>> Build, int[] Input)[] networks =
    [
        ("SRCNN 9-5-5", () => new Srcnn(SrcnnShape.Net955), [2, 1, 40, 40]),
        ("VDSR", () => new Vdsr(VdsrSettings.Paper), [2, 1, 40, 40]),
        ("EDSR baseline", () => new Edsr(EdsrSettings.Baseline(4)), [2, 3, 24, 24]),
        ("SRResNet", () => new SrResNet(SrResNetSettings.Paper), [2, 3, 24, 24]),
        ("MSRResNet", () => new MsrResNet(MsrResNetSettings.Paper), [2, 3, 24, 24]),
        ("RRDBNet", () => new RrdbNet(RrdbNetSettings.Paper), [1, 3, 24, 24]),
        ("SRVGGNetCompact", () => new SrVggNetCompact(new SrVggNetCompactSettings(4, Convolutions: 16)), [2, 3, 24, 24]),
        ("SRGAN's discriminator", () => new SrganDiscriminator(new SrganDiscriminatorSettings(96)), [2, 3, 96, 96]),
        ("ESRGAN's discriminator", () => new EsrganDiscriminator(), [2, 3, 128, 128]),
        ("VGG19 φ5,4", () => VggWeights.Untrained19(VggLayer.Phi54), [1, 3, 96, 96]),
    ];

    // Multiply-adds of a forward pass for one LR pixel at ×4, each counted as two operations: SRResNet 4.44 MFLOP, RRDBNet 35.9.
    private static readonly (string Name, TrainingRecipe Recipe, double? ForwardMegaFlop)[] steps =
    [
        ("SRResNet, 16 × 24²", SrResNetRecipe.Paper, 4.44),
        ("SRResNet, 64 × 32²", SrResNetRecipe.Paper with { Batch = 64, Patch = 32 }, 4.44),
        ("MSRResNet, 16 × 32²", MsrResNetRecipe.Paper, null),
        ("RRDBNet, 16 × 32²", RrdbRecipe.Paper with { Patch = 32 }, 35.9),
        ("VDSR, 64 × 41²", VdsrRecipe.Paper, null),
        ("SRGAN φ3,4, 16 × 24²", SrganRecipe.Paper with { Loss = Objective.Of(VggLayer.Phi34, 1 / 12.75, ContentCriterion.Mse) }, null),
        ("ESRGAN φ3,4, 16 × 32²",
            EsrganRecipe.Paper with { Loss = Objective.Of(VggLayer.Phi34.BeforeActivation, 1, ContentCriterion.L1) }, null),
    ];

    public static void Run()
    {
        if (!cuda.is_available())
            throw new InvalidOperationException(
                "LibTorch sees no CUDA device. Build with -p:TorchBackend=cuda-linux or cuda-windows (environment/gpu.md).");
        Compute.Use("cuda");
        Console.WriteLine(Compute.Describe());
        Console.WriteLine("\nrelative difference ‖gpu − cpu‖ / ‖cpu‖        output (float32)  gradient (float32)  output (TF32)");
        foreach (var (name, build, input) in networks) Parity(name, build, input);
        backends.cudnn.allow_tf32 = true; // LibTorch's default

        var peak = Peak();
        Console.WriteLine($"\nproduct of two 8192×8192 matrices in bfloat16: {peak:0} TFLOP/s");
        Console.WriteLine($"steps per second over {Seconds:0} s in TF32, share of that peak");
        foreach (var (name, recipe, flop) in steps)
            Console.WriteLine($"{name,-48} {Speed(recipe with { Steps = int.MaxValue }, flop, peak)}");
    }

    private static void Parity(string name, Func<nn.Module<Tensor, Tensor>> build, int[] shape)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var network = build().cpu().UseFastLayers();
        network.train();
        var x = rand([.. shape.Select(n => (long)n)], generator: generator);
        var (cpu, gradient) = Both(network, x);
        network.to(CUDA);
        backends.cudnn.allow_tf32 = false;
        var (exact, exactGradient) = Both(network, x);
        backends.cudnn.allow_tf32 = true;
        var (rounded, _) = Both(network, x);
        Console.WriteLine($"{name,-48} {Difference(exact, cpu),-17:0.0e+0} {Difference(exactGradient, gradient),-19:0.0e+0} " +
            $"{Difference(rounded, cpu):0.0e+0}");
    }

    private static (Tensor Output, Tensor Gradient) Both(nn.Module<Tensor, Tensor> network, Tensor x)
    {
        foreach (var parameter in network.parameters()) parameter.grad = null;
        var input = x.to(network.parameters().First().device).detach().requires_grad_(true);
        var output = network.call(input);
        output.square().mean().backward();
        return (output.detach().cpu(),
            cat([.. network.parameters().Select(parameter => parameter.grad).Append(input.grad).OfType<Tensor>()
            .Select(gradient => gradient.cpu().flatten())]));
    }

    private static double Difference(Tensor a, Tensor b) => ((a - b).norm() / b.norm()).item<float>();

    private static double Peak()
    {
        using var scope = NewDisposeScope();
        const int Side = 8192;
        var (a, b) = (randn(Side, Side, device: CUDA).to(bfloat16), randn(Side, Side, device: CUDA).to(bfloat16));
        for (var i = 0; i < 3; i++) matmul(a, b).Dispose();
        cuda.synchronize();
        var watch = Stopwatch.StartNew();
        const int Times = 20;
        for (var i = 0; i < Times; i++) matmul(a, b).Dispose();
        cuda.synchronize();
        return Times * 2.0 * Side * Side * Side / watch.Elapsed.TotalSeconds / 1e12;
    }

    private static string Speed(TrainingRecipe recipe, double? forward, double peak)
    {
        using var scope = NewDisposeScope();
        using var network = recipe.NewNetwork();
        using var discriminator = (recipe as GanRecipe)?.NewDiscriminator();
        var batches = recipe.Batches([SyntheticImages.DeadLeaves(1, 320, 240), SyntheticImages.Facade(2, 240, 320)]);
        using TrainingLoop training = recipe is GanRecipe gan ? new GanTrainer(gan, network, discriminator!, recipe.NewLoss(), batches)
            : new Trainer(recipe, network, recipe.NewLoss(), batches);
        for (var i = 0; i < 10; i++) training.TrainOneStep();
        var (watch, count) = (Stopwatch.StartNew(), 0);
        for (; watch.Elapsed.TotalSeconds < Seconds; count++) training.TrainOneStep();
        var rate = count / watch.Elapsed.TotalSeconds;
        // Forward and backward pass: three times the forward one's operations.
        var share = forward is { } mega
            ? $", {100 * rate * 3 * mega * 1e6 * recipe.Batch * recipe.Patch * recipe.Patch / 1e12 / peak:0.0} %" : "";
        return $"{rate:0.0}/s{share}";
    }
}
