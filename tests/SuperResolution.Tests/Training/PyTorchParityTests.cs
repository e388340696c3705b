using SuperResolution.Losses;
using SuperResolution.Models;
using SuperResolution.Tests.Support;
using SuperResolution.Training;
using SuperResolution.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Tests.Training;

/// <summary>
/// Some steps of each trainer, and as many of a loop in plain PyTorch from the same weights on the same batches, end at the same weights.
/// </summary>
public sealed class PyTorchParityTests : IDisposable
{
    // The body's convolutions have no bias: in front of a normalisation its gradient is rounding alone, which Adam makes a step of full
    // size.
    private const string Script = """

        import sys
        case, folder = sys.argv[1:]
        batches = load(folder + "/batches")
        if case == "rrdb": network = RrdbNet(1, 8, 4)
        else: network = SrResNet(2, 8, bias=False)
        network.load_state_dict(load(folder + "/network"))
        optimizer = torch.optim.Adam(network.parameters(), 1e-3)
        if case in ["standard", "relativistic"]:
            discriminator = nn.Sequential(
                nn.Conv2d(3, 8, 3, 2, 1), nn.LeakyReLU(0.2),
                nn.Conv2d(8, 8, 3, 2, 1, bias=False), nn.BatchNorm2d(8), nn.LeakyReLU(0.2),
                nn.Flatten(), nn.Linear(288, 1))
            discriminator.load_state_dict(load(folder + "/discriminator"))
            optimizer_d = torch.optim.Adam(discriminator.parameters(), 1e-3)
        for i in range(len(batches) // 2):
            lr, hr = batches[f"lr{i}"], batches[f"hr{i}"]
            if case in ["standard", "relativistic"]:
                content = lambda output, target: F.mse_loss(output, target) + 0.5 * F.l1_loss(output, target)
                gan_step(network, discriminator, optimizer, optimizer_d, content, 0.1, lr, hr, case == "relativistic")
            else: pixel_step(network, optimizer, F.l1_loss if case == "rrdb" else F.mse_loss, lr, hr)
        torch.save(network.state_dict(), folder + "/network.pth")
        if case in ["standard", "relativistic"]: torch.save(discriminator.state_dict(), folder + "/discriminator.pth")
        """;

    private readonly TemporaryFolder folder = new();
    private readonly (Tensor Lr, Tensor Hr)[] batches;

    public PyTorchParityTests()
    {
        using var generator = new Generator(7);
        batches = [.. Enumerable.Range(0, 5)
            .Select(_ => (rand([2, 3, 6, 6], generator: generator), 1 + (0.5 * rand([2, 3, 24, 24], generator: generator))))];
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("srresnet"), InlineData("rrdb")]
    public void Trainer_ends_at_PyTorchs_weights(string name)
    {
        var recipe = name == "rrdb"
            ? RrdbRecipe.Smoke with { Shape = new RrdbNetSettings(4, 1, 8, 4), Rate = new RateSchedule.Constant(1e-3), Steps = 5 }
            : SrResNetRecipe.Smoke with
            {
                Shape = new SrResNetSettings(4, 2, 8, BodyBias: false),
                Rate = new RateSchedule.Constant(1e-3),
                Steps = 5,
            };
        using var network = recipe.NewNetwork();
        Save(network, "network");
        using var trainer = new Trainer(recipe, network, recipe.NewLoss(), Batch);
        trainer.Run();

        Python(name);
        AssertEqual(network, "network");
    }

    [Theory]
    [InlineData("standard"), InlineData("relativistic")]
    public void GanTrainer_ends_at_PyTorchs_weights_of_both_networks(string game)
    {
        var recipe = new GanRecipe
        {
            Network = "tiny",
            Shape = new SrResNetSettings(4, 2, 8, BodyBias: false),
            Loss = new MseLoss(),
            Eta = 0.5,
            Adversarial = game == "standard" ? new AdversarialLoss() : new RelativisticAverageLoss(),
            Lambda = 0.1,
            Discriminator = new TinyDiscriminator(),
            Scale = 4,
            Steps = 5,
            Batch = 2,
            Patch = 6,
            Rate = new RateSchedule.Constant(1e-3),
        };
        using var network = recipe.NewNetwork();
        using var discriminator = recipe.NewDiscriminator();
        Save(network, "network");
        Save(discriminator, "discriminator");
        using var trainer = new GanTrainer(recipe, network, discriminator, recipe.NewLoss(), Batch);
        trainer.Run();

        Python(game);
        AssertEqual(network, "network");
        // Only differences of logits count in a relativistic game: the gradient of the last bias is rounding alone.
        AssertEqual(discriminator, "discriminator", without: game == "relativistic" ? "6.bias" : null);
    }

    private (Tensor, Tensor) Batch(long n) => (batches[n].Lr.clone(), batches[n].Hr.clone());

    private void Save(nn.Module network, string name)
    {
        ModuleWeights.Save(network, folder[name]);
        File.Copy(folder[name], folder[name + ".start"]);
    }

    private void Python(string name)
    {
        SafetensorsFile.Write(folder["batches"],
            batches.SelectMany((batch, i) => new KeyValuePair<string, Tensor>[] { new($"lr{i}", batch.Lr), new($"hr{i}", batch.Hr) }));
        Support.Python.Run(File.ReadAllText(Path.Combine(Shared.Repository, "tests", "Benchmarks", "networks.py")) + Script, "torch",
            name, folder.FullName);
    }

    private void AssertEqual(nn.Module network, string name, string? without = null)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var start = WeightsFile.Open(folder[name + ".start"]);
        using var theirs = WeightsFile.Open(folder[name + ".pth"]);
        var (moved, length) = (0.0, 0.0);
        foreach (var (key, ours) in network.state_dict().Where(pair => pair.Key != without))
        {
            var (expected, before) = (theirs.Tensors[key].to(float64), start.Tensors[key].to(float64));
            var scale = expected.norm().item<double>();
            Assert.True((ours.to(float64) - expected).norm().item<double>() <= 1e-5 * scale,
                $"{key}: {(ours.to(float64) - expected).norm().item<double>() / scale}");
            (moved, length) = (moved + (expected - before).square().sum().item<double>(), length + (scale * scale));
        }
        Assert.True(moved > 1e-6 * length, $"{name} has hardly moved: equality would say nothing");
    }

    private sealed record TinyDiscriminator : IDiscriminatorSettings
    {
        public int Features => 8;

        public Module<Tensor, Tensor> Build(int side) => Sequential(
            ("0", Conv2d(3, 8, 3, 2, 1)), ("1", LeakyReLU(0.2)), ("2", Conv2d(8, 8, 3, 2, 1, bias: false)), ("3", BatchNorm2d(8)),
            ("4", LeakyReLU(0.2)), ("5", Flatten()), ("6", Linear(288, 1)));
    }
}
