using SuperResolution.Losses;
using SuperResolution.Models;
using SuperResolution.Training;
using SuperResolution.Weights;
using static TorchSharp.torch;

namespace SuperResolution.Benchmarks;

/// <summary>
/// One step of the papers' trainings, here and in PyTorch, in turns, with the same weights, batch and number of threads.
/// </summary>
internal static class TrainingComparison
{
    private const string Script = """
        lr, hr = load(folder + "/lr")["lr"], load(folder + "/hr")["hr"]
        network = (RrdbNet if case == "rrdb" else SrResNet)()
        network.load_state_dict(load(folder + "/weights"))
        optimizer = torch.optim.Adam(network.parameters(), 1e-4)
        if case == "srgan":
            discriminator, vgg = SrganDiscriminator(), Vgg19().eval().requires_grad_(False)
            discriminator.load_state_dict(load(folder + "/discriminator"))
            vgg.load_state_dict(load(folder + "/vgg"))
            optimizer_d = torch.optim.Adam(discriminator.parameters(), 1e-4)
            content = lambda output, target: F.mse_loss(vgg(output) / 12.75, vgg(target) / 12.75)
            step = lambda: gan_step(network, discriminator, optimizer, optimizer_d, content, 1e-3, lr, hr)[1]
        else:
            step = lambda: pixel_step(network, optimizer, F.l1_loss if case == "rrdb" else F.mse_loss, lr, hr)
        losses = [step(), step()]
        numpy.array(losses, numpy.float32).tofile(folder + "/losses")
        run = step
        """;

    private static readonly Case[] cases =
    [
        new("srresnet", SrResNetRecipe.Paper, 0.60),
        new("rrdb", RrdbRecipe.Paper with { Batch = 4, Patch = 32, Rate = new RateSchedule.Constant(1e-4) }, 0.90),
        new("srgan", SrganRecipe.Paper, 0.55),
    ];

    public static void Run(NetworkOptions options)
    {
        Console.WriteLine($"{NetworkOptions.Machine()}; {options.Rounds} rounds in turns: median (least–greatest) of the rounds' " +
            "ratios; under 1: faster here");
        RatioTable.Head();
        foreach (var one in options.Chosen(cases, one => one.Name)) Run(one, options);
    }

    private static void Run(Case one, NetworkOptions options)
    {
        using var scope = NewDisposeScope();
        var recipe = one.Recipe;
        using var network = recipe.NewNetwork();
        var (lr, hr) = (rand(recipe.Batch, 3, recipe.Patch, recipe.Patch),
            rand(recipe.Batch, 3, recipe.Patch * recipe.Scale, recipe.Patch * recipe.Scale));
        using var torch = new TorchSide();
        torch.Save("weights", network);
        torch.Save("lr", lr);
        torch.Save("hr", hr);
        using var training = Training(recipe, network, torch, () => (lr.clone(), hr.clone()));
        var version = torch.Start(options.Python, Script, one.Name);

        foreach (var theirs in torch.Floats("losses")) // the second is that of the updated weights
        {
            var ours = training.TrainOneStep().Loss.Total;
            if (!(Math.Abs(ours - theirs) < 1e-4 * Math.Abs(theirs)))
                throw new InvalidOperationException(
                    $"{one.Name}: the loss of step {training.Step} is {ours:g6} here and {theirs:g6} in PyTorch; ratios of unequal work " +
                    "mean nothing.");
        }

        var times = Turns.Race([() => Turns.Time(() => training.TrainOneStep()), torch.Time], options.Rounds);
        RatioTable.Row($"{one.Name}, {recipe.Batch}×{recipe.Patch}→{recipe.Patch * recipe.Scale}", $"PyTorch {version[..4]}", times[0],
            times[1], one.Goal);
    }

    private static TrainingLoop Training(
        TrainingRecipe recipe, nn.Module<Tensor, Tensor> network, TorchSide torch, Func<(Tensor, Tensor)> batch)
    {
        if (recipe is not GanRecipe gan) return new Trainer(recipe, network, recipe.NewLoss(), _ => batch());
        var (discriminator, vgg) = (gan.NewDiscriminator(), VggWeights.Untrained19(gan.Features!.Value));
        torch.Save("discriminator", discriminator);
        torch.Save("vgg", vgg);
        return new GanTrainer(gan, network, discriminator,
            new VggContentLoss(vgg.UseFastLayers(), ContentCriterion.Mse, gan.FeatureScale!.Value), _ => batch());
    }

    private sealed record Case(string Name, TrainingRecipe Recipe, double Goal);
}
