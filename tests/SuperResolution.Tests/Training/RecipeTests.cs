using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Losses;
using SuperResolution.Models;
using SuperResolution.Training;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Training;

public class RecipeTests
{
    private static readonly TrainingRecipe[] presets =
    [
        SrcnnRecipe.Shipped, SrcnnRecipe.Transfer, SrcnnRecipe.OneLoss(RestorationLoss.Mix), SrcnnRecipe.Workshop, SrcnnRecipe.Smoke,
        VdsrRecipe.Shipped, VdsrRecipe.Workshop, VdsrRecipe.Smoke,
        SrResNetRecipe.Shipped, SrResNetRecipe.Continued, SrResNetRecipe.Workshop, SrResNetRecipe.Smoke,
        MsrResNetRecipe.Shipped, MsrResNetRecipe.Workshop, MsrResNetRecipe.Smoke,
        RrdbRecipe.Shipped, RrdbRecipe.Continued, RrdbRecipe.Workshop, RrdbRecipe.Smoke,
        SrganRecipe.Shipped, SrganRecipe.ShippedPhi22, SrganRecipe.Workshop, SrganRecipe.Smoke,
        EsrganRecipe.Shipped, EsrganRecipe.Workshop, EsrganRecipe.Smoke,
    ];

    public static TheoryData<TrainingRecipe> Smoke =>
        [SrcnnRecipe.Smoke, VdsrRecipe.Smoke, SrResNetRecipe.Smoke, MsrResNetRecipe.Smoke, RrdbRecipe.Smoke];

    public static TheoryData<GanRecipe> SmokeGans => [SrganRecipe.Smoke, EsrganRecipe.Smoke];

    [Fact] // arXiv 1609.04802, section 3.2: 10⁶ updates at 1e-4, 16 crops of 96×96; figure 4
    public void Srresnet_has_the_papers_settings()
    {
        var paper = SrResNetRecipe.Paper;
        Assert.Equal((1_000_000, 16, 96), (paper.Steps, paper.Batch, paper.Scale * paper.Patch));
        Assert.All([0L, 999_999], step => Assert.Equal(1e-4, paper.Rate.At(step)));
        Assert.Equal(new SrResNetSettings(Scale: 4, Blocks: 16, Features: 64, Output: OutputRange.Signed), paper.Shape);
    }

    [Fact] // section 3.2: 10⁵ updates at 1e-4, another 10⁵ at 1e-5; eq. 3: 10⁻³; VGG features rescaled by 1/12.75; Adam β₁ = 0.9
    public void Srgan_has_the_papers_settings()
    {
        var paper = SrganRecipe.Paper;
        Assert.Equal((200_000, 16, 96), (paper.Steps, paper.Batch, paper.Scale * paper.Patch));
        Assert.Equal((1e-4, 1e-5), (paper.Rate.At(99_999), Math.Round(paper.Rate.At(100_000), 12)));
        Assert.Equal((1e-3, 0.0), (paper.Lambda, paper.Eta));
        Assert.Equal(Objective.Of(VggLayer.Phi54, 1 / 12.75, ContentCriterion.Mse), paper.Loss);
        Assert.IsType<AdversarialLoss>(paper.NewGanLoss());
    }

    [Fact] // the authors' options in BasicSR: 10⁶ updates from 2e-4, 16 crops of 128×128, Adam (0.9, 0.99), L1
    public void Msrresnet_has_its_authors_settings()
    {
        var paper = MsrResNetRecipe.Paper;
        Assert.Equal((1_000_000, 16, 128), (paper.Steps, paper.Batch, paper.Scale * paper.Patch));
        Assert.Equal((2e-4, 0.99), (paper.Rate.At(0), paper.Beta2));
        Assert.Equal(new MsrResNetSettings(4, Blocks: 16, Features: 64), paper.Shape);
        Assert.IsType<L1Loss>(paper.NewLoss());
    }

    [Fact] // SRGAN eq. 3, ESRGAN eq. 3
    public void A_generator_minimises_content_and_the_weighted_pixel_and_adversarial_losses()
    {
        using var scope = NewDisposeScope();
        var recipe = TinyGanRecipe.Default with { Loss = new MseLoss(), Eta = 3, Lambda = 0.5 };
        var batch = recipe.Batches(Pictures())(0);
        var (network, discriminator) = (recipe.NewNetwork(), recipe.NewDiscriminator());
        network.train();
        var output = network.call(batch.Input);
        (Tensor, Tensor) Batch(long _) => (batch.Input.alias(), batch.Target.alias());
        using var trainer = new GanTrainer(recipe, network, discriminator, recipe.NewLoss(), Batch);
        var step = trainer.TrainOneStep();

        Assert.Equal([("content", 1.0), ("L1", 3.0), ("adversarial", 0.5)], step.Loss.Select(term => (term.Name, term.Weight)));
        Assert.Equal((output - batch.Target).square().mean().item<float>(), step.Loss[0].Value, 1e-6);
        Assert.Equal((output - batch.Target).abs().mean().item<float>(), step.Loss[1].Value, 1e-6);
        Assert.Equal(step.Loss[0].Value + (3 * step.Loss[1].Value) + (0.5 * step.Loss[2].Value), step.Loss.Total, 1e-12);
        using var plain = new GanTrainer(recipe with { Eta = 0 }, network, discriminator, recipe.NewLoss(), Batch);
        Assert.Equal(["MSE", "adversarial"], plain.TrainOneStep().Loss.Select(term => term.Name));
    }

    [Fact] // arXiv 1501.00092, section 3.3: the last layer is trained ten times more slowly
    public void The_last_layer_has_its_own_rate()
    {
        double[] Moved(double? factor)
        {
            using var scope = NewDisposeScope();
            var recipe = SrcnnRecipe.Smoke with { LastLayerFactor = factor, Steps = 1, Batch = 2, Patch = 9 };
            var network = recipe.NewNetwork();
            var before = network.parameters().Select(parameter => parameter.detach().clone()).ToList();
            using var trainer = new Trainer(recipe, network, recipe.NewLoss(), recipe.Batches(Pictures()));
            trainer.Run();
            return [.. network.parameters().Zip(before, (now, then) => (double)(now - then).norm().item<float>())];
        }

        var (slow, equal) = (Moved(0.1), Moved(null));
        Assert.All(Enumerable.Range(0, 6), i => Assert.Equal(i < 4 ? 1 : 0.1, slow[i] / equal[i], 1e-3));
    }

    [Fact] // arXiv 1809.00219, section 4.1: L1, 2e-4 halved every 2·10⁵, HR patches 192; 23 blocks, 64 and 32 channels
    public void Rrdb_has_the_papers_settings()
    {
        var paper = RrdbRecipe.Paper;
        Assert.Equal((16, 192), (paper.Batch, paper.Scale * paper.Patch));
        Assert.Equal((2e-4, 1e-4, 5e-5), (paper.Rate.At(199_999), paper.Rate.At(200_000), paper.Rate.At(400_000)));
        Assert.Equal(new RrdbNetSettings(4, Blocks: 23, Features: 64, Growth: 32), paper.Shape);
        Assert.IsType<L1Loss>(paper.NewLoss());
    }

    [Fact] // section 4.1 and eq. 3: λ = 5e-3, η = 1e-2, 1e-4 halved at 50, 100, 200, 300 thousand, HR patches 128, φ5,4 before activation
    public void Esrgan_has_the_papers_settings()
    {
        var paper = EsrganRecipe.Paper;
        Assert.Equal((16, 128), (paper.Batch, paper.Scale * paper.Patch));
        Assert.Equal([1e-4, 5e-5, 2.5e-5, 1.25e-5, 6.25e-6], new long[] { 0, 50_000, 100_000, 200_000, 300_000 }.Select(paper.Rate.At));
        Assert.Equal((5e-3, 1e-2), (paper.Lambda, paper.Eta));
        Assert.Equal(Objective.Of(VggLayer.Phi54.BeforeActivation, 1, ContentCriterion.L1), paper.Loss);
        Assert.IsType<RelativisticAverageLoss>(paper.NewGanLoss());
    }

    // arXiv 1501.00092, section 4.1 and the authors' package: 1e-4, the last layer 1e-5, batch 128, N(0, 0.001); 33 − 8 − 4 − 4 = 17
    [Fact]
    public void Srcnn_has_the_papers_settings()
    {
        var paper = SrcnnRecipe.Paper;
        Assert.Equal((128, 17, 15_000_000), (paper.Batch, paper.Patch, paper.Steps));
        Assert.Equal(33, paper.Patch + (2 * paper.Shape.Margin));
        Assert.Equal((1e-4, 0.1), (paper.Rate.At(0), paper.LastLayerFactor!.Value));
    }

    [Theory] // arXiv 1511.08861: one network, four losses
    [InlineData(RestorationLoss.L2, typeof(MseLoss)), InlineData(RestorationLoss.L1, typeof(L1Loss))]
    [InlineData(RestorationLoss.MsSsim, typeof(FullSizeMsSsimLoss)), InlineData(RestorationLoss.Mix, typeof(MixLoss))]
    public void Recipes_of_one_loss_differ_in_nothing_else(RestorationLoss loss, Type type)
    {
        var recipe = SrcnnRecipe.OneLoss(loss);
        Assert.IsType(type, recipe.NewLoss());
        Assert.Equal(SrcnnRecipe.OneLoss(RestorationLoss.L2), recipe with { Loss = Objective.Of(RestorationLoss.L2) });
        Assert.InRange(recipe.Patch, new FullSizeMsSsimLoss().Window, int.MaxValue); // a patch holds a window
    }

    [Fact] // arXiv 1511.04587, sections 3.3 and 5: 41×41 patches, batch 64, 20 layers, three tenfold drops in 80 epochs
    public void Vdsr_has_the_papers_settings()
    {
        var paper = VdsrRecipe.Paper;
        Assert.Equal((64, 41), (paper.Batch, paper.Patch));
        Assert.Equal(new VdsrSettings(Layers: 20, Features: 64), paper.Shape);
        Assert.Equal(1e-3, paper.Rate.At(paper.Steps - 1) / paper.Rate.At(0), 1e-12);
    }

    [Fact]
    public void A_falling_rate_of_a_preset_ends_with_its_last_update()
    {
        foreach (var preset in presets)
        {
            var schedule = preset.Rate is RateSchedule.WarmUp warmUp ? warmUp.Then : preset.Rate;
            if (schedule is RateSchedule.HalfCosine cosine)
                Assert.Equal((preset.ToString(), (long)preset.Steps), (preset.ToString(), cosine.Steps));
            if (schedule is RateSchedule.MultiStep steps)
                Assert.All(steps.Milestones, milestone => Assert.InRange(milestone, 1, preset.Steps - 1));
        }
    }

    [Fact]
    public void A_recipe_prints_as_a_table_with_the_papers_values_beside_its_own()
    {
        var text = SrganRecipe.Shipped.ToString();
        Assert.Equal(SrganRecipe.Shipped.Settings().Count() + 1, text.Split('\n').Length);
        Assert.Matches(@"content +φ3,4 +φ5,4", text);
        Assert.Matches(@"learning rate +1e-4, half cosine to 5e-7 at 2,500, .* +1e-4, × 0\.1 after 100,000", text);
        Assert.Matches(@"starts from +srresnet-8x32-x4 +", text);
        Assert.All(presets, preset => Assert.Equal(preset.Settings().Count(), preset.Rows().Count()));
    }

    [Fact]
    public void Equal_recipes_have_equal_json_and_every_change_shows_in_it()
    {
        Assert.Equal(SrResNetRecipe.Smoke.ToJson(), (SrResNetRecipe.Smoke with { }).ToJson());
        TrainingRecipe[] changed =
        [
            SrResNetRecipe.Smoke with { Steps = 21 }, SrResNetRecipe.Smoke with { Batch = 5 }, SrResNetRecipe.Smoke with { Patch = 13 },
            SrResNetRecipe.Smoke with { Seed = 2 },
            SrResNetRecipe.Smoke with { Scale = 2 }, SrResNetRecipe.Smoke with { Beta2 = 0.99 },
            SrResNetRecipe.Smoke with { EmaDecay = 0.9 }, SrResNetRecipe.Smoke with { MaxGradientNorm = 1 },
            SrResNetRecipe.Smoke with { Initialisation = Initialisation.He },
            SrResNetRecipe.Smoke with { Rate = new RateSchedule.Constant(1e-3) },
            SrResNetRecipe.Smoke with { Shape = SrResNetSettings.Compact }, SrResNetRecipe.Smoke with { LastLayerFactor = 0.5 },
            SrResNetRecipe.Smoke with { Loss = Objective.Of(RestorationLoss.L1) },
            SrResNetRecipe.Smoke with { Loss = Objective.Of(VggLayer.Phi22, 1, ContentCriterion.Mse) },
            SrResNetRecipe.Smoke with { Loss = Objective.Of(VggLayer.Phi22, 0.5, ContentCriterion.Mse) },
        ];
        Assert.Equal(changed.Length + 1, changed.Append(SrResNetRecipe.Smoke).Select(recipe => recipe.ToJson()).Distinct().Count());
    }

    [Theory, MemberData(nameof(Smoke))]
    public void The_first_weights_follow_from_the_seed(TrainingRecipe recipe)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(Weights(recipe), Weights(recipe));
        Assert.NotEqual(Weights(recipe), Weights(recipe with { Seed = 9 }));
    }

    [Theory, MemberData(nameof(Smoke))]
    public void The_loss_falls_on_one_and_the_same_batch(TrainingRecipe recipe)
    {
        using var network = recipe.NewNetwork();
        var batches = recipe.Batches(Pictures());
        using var trainer = new Trainer(recipe, network, recipe.NewLoss(), _ => batches(0));
        var losses = new List<double>();
        trainer.Run(step => losses.Add(step.Loss.Total));

        Assert.Equal(recipe.Steps, losses.Count);
        Assert.True(losses[^1] < 0.96 * losses[0], $"{recipe.Network}: from {losses[0]} to {losses[^1]}");
    }

    [Theory, MemberData(nameof(SmokeGans))]
    public void Both_sides_of_a_gan_learn(GanRecipe recipe)
    {
        using var generator = recipe.NewNetwork();
        using var discriminator = recipe.NewDiscriminator();
        var (firstG, firstD) = (generator.parameters().First().detach().clone(), discriminator.parameters().First().detach().clone());
        using var trainer = new GanTrainer(recipe, generator, discriminator, recipe.NewLoss(), recipe.Batches(Pictures()));
        var steps = new List<TrainingStep>();
        trainer.Run(steps.Add);

        Assert.Equal(recipe.Steps, steps.Count);
        Assert.All(steps, step =>
        {
            Assert.Equal("adversarial", step.Loss[^1].Name);
            Assert.InRange(step.Gan!.Real, 0, 1);
            Assert.InRange(step.Gan.Fake, 0, 1);
        });
        Assert.NotEqual(0, (generator.parameters().First() - firstG).abs().max().item<float>());
        Assert.NotEqual(0, (discriminator.parameters().First() - firstD).abs().max().item<float>());
        Assert.All(discriminator.parameters(), parameter => Assert.True(parameter.requires_grad));
    }

    [Fact]
    public void Vdsr_mixes_its_three_scales_in_each_batch()
    {
        using var scope = NewDisposeScope();
        var recipe = VdsrRecipe.Smoke with { Batch = 7 };
        var (input, target) = recipe.Batches(Pictures())(3);
        Assert.Equal(input.shape, target.shape);
        Assert.Equal([7L, 1, recipe.Patch, recipe.Patch], input.shape);
    }

    private static IEnumerable<Picture> Pictures() => [SyntheticImages.DeadLeaves(1, 160, 152), SyntheticImages.Facade(2, 156, 160)];

    private static byte[] Weights(TrainingRecipe recipe)
    {
        using var network = recipe.NewNetwork();
        return [.. network.parameters().SelectMany(parameter => parameter.detach().contiguous().bytes.ToArray())];
    }
}
