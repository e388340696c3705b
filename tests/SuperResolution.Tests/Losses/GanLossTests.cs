using SuperResolution.Losses;
using static SuperResolution.Tests.Losses.GradientCheck;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Losses;

public class GanLossTests
{
    private static readonly double ln2 = Math.Log(2);

    private static readonly Dictionary<string, GanLoss> all = new GanLoss[]
    {
        new AdversarialLoss(), new AdversarialLoss(GeneratorObjective.Saturating), new RelativisticAverageLoss(),
    }.ToDictionary(loss => loss.Name);

    public static TheoryData<string> Names => [.. all.Keys];

    /// <summary>At logits 0: the discriminator's and the generator's side, by hand.</summary>
    public static TheoryData<string, double, double> AtZero => new()
    {
        { "GAN", 2 * ln2, ln2 }, { "GAN (saturating)", 2 * ln2, -ln2 }, { "RaGAN", 2 * ln2, 2 * ln2 },
    };

    [Theory, MemberData(nameof(AtZero))]
    public void Values_at_logits_zero(string name, double discriminator, double generator)
    {
        using var scope = NewDisposeScope();
        var logits = zeros(4, 1, dtype: float64);
        Assert.Equal(discriminator, all[name].Discriminator(logits, logits).item<double>(), 1e-12);
        Assert.Equal(generator, all[name].Generator(logits, logits).item<double>(), 1e-12);
    }

    [Theory, MemberData(nameof(Names))]
    public void Gradients_of_both_sides_equal_differences(string name)
    {
        using var scope = NewDisposeScope();
        var (real, fake) = ((4 * Noise(1, 6, 1)) - 2, (4 * Noise(2, 6, 1)) - 2);
        Agrees(x => all[name].Discriminator(x, fake), real);
        Agrees(x => all[name].Discriminator(real, x), fake);
        Agrees(x => all[name].Generator(real, x), fake);
        if (all[name].GeneratorNeedsReal) Agrees(x => all[name].Generator(x, fake), real);
    }

    [Fact]
    public void The_generators_minus_log_D_is_the_binary_cross_entropy_with_logits()
    {
        using var scope = NewDisposeScope();
        var (real, fake) = ((8 * Noise(1, 9, 1)) - 4, (8 * Noise(2, 9, 1)) - 4);
        var loss = new AdversarialLoss();
        var generator = loss.Generator(real, fake).item<double>();
        Assert.Equal(-fake.sigmoid().log().mean().item<double>(), generator, 1e-12);
        Assert.Equal(nn.functional.binary_cross_entropy_with_logits(fake, ones_like(fake)).item<double>(), generator, 1e-12);
        var crossEntropy = nn.functional.binary_cross_entropy_with_logits(real, ones_like(real))
            + nn.functional.binary_cross_entropy_with_logits(fake, zeros_like(fake));
        Assert.Equal(crossEntropy.item<double>(), loss.Discriminator(real, fake).item<double>(), 1e-12);
        Assert.Equal((1 - fake.sigmoid()).log().mean().item<double>(),
            new AdversarialLoss(GeneratorObjective.Saturating).Generator(real, fake).item<double>(), 1e-12);
    }

    [Fact] // σ(−200) is 0 in float32, its logarithm −∞
    public void Confident_logits_do_not_overflow()
    {
        using var scope = NewDisposeScope();
        var (high, low) = (full([3, 1], 200f), full([3, 1], -200f));
        Assert.Equal(400, new AdversarialLoss().Discriminator(low, high).item<float>());
        Assert.Equal(200, new AdversarialLoss().Generator(high, low).item<float>());
        Assert.Equal(800, new RelativisticAverageLoss().Discriminator(low, high).item<float>());
    }

    [Fact] // Goodfellow et al. 2014, section 3: log(1 − D) saturates where the discriminator is sure, −log D does not
    public void Only_the_non_saturating_generator_learns_from_a_sure_discriminator()
    {
        double Slope(GeneratorObjective objective)
        {
            using var scope = NewDisposeScope();
            var fake = full([1, 1], -10.0, float64).requires_grad_();
            new AdversarialLoss(objective).Generator(fake.detach(), fake).backward();
            return fake.grad!.item<double>();
        }

        var sigma = 1 / (1 + Math.Exp(10));
        Assert.Equal(sigma - 1, Slope(GeneratorObjective.NonSaturating), 1e-12);
        Assert.Equal(-sigma, Slope(GeneratorObjective.Saturating), 1e-12);
    }

    [Fact] // ESRGAN, arXiv 1809.00219, eq. 1–2
    public void RaGAN_equals_the_equations_with_logarithms_of_sigmoids()
    {
        using var scope = NewDisposeScope();
        double[] real = [1.5, -0.3, 0.2], fake = [-1, 0.7, 0.1];
        double Sigma(double x) => 1 / (1 + Math.Exp(-x));
        double MeanLog(double[] a, double[] b, bool inverted) =>
            a.Average(x => Math.Log(inverted ? 1 - Sigma(x - b.Average()) : Sigma(x - b.Average())));
        var (r, f) = (tensor(real).reshape(3, 1), tensor(fake).reshape(3, 1));
        var loss = new RelativisticAverageLoss();
        Assert.Equal(-MeanLog(real, fake, false) - MeanLog(fake, real, true), loss.Discriminator(r, f).item<double>(), 1e-12);
        Assert.Equal(-MeanLog(real, fake, true) - MeanLog(fake, real, false), loss.Generator(r, f).item<double>(), 1e-12);
        var split = (loss.Discriminator(r[..1], f[..1]) + loss.Discriminator(r[1..], f[1..])).item<double>() / 2;
        Assert.NotEqual(split, loss.Discriminator(r, f).item<double>(), 1e-3); // the mean is over the batch
    }

    // RaGAN's mean is over the batch
    [Theory, InlineData("GAN"), InlineData("GAN (saturating)")]
    public void A_batch_of_two_is_the_mean_of_two_batches_of_one(string name)
    {
        using var scope = NewDisposeScope();
        var (real, fake) = (Noise(1, 2, 1), Noise(2, 2, 1));
        foreach (var side in new Func<Tensor, Tensor, Tensor>[] { all[name].Discriminator, all[name].Generator })
        {
            var mean = (side(real[..1], fake[..1]).item<double>() + side(real[1..], fake[1..]).item<double>()) / 2;
            Assert.Equal(mean, side(real, fake).item<double>(), 1e-12);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Nothing_but_the_result_stays_alive(string name)
    {
        using var scope = NewDisposeScope();
        var (real, fake) = (Noise(1, 4, 1), Noise(2, 4, 1).requires_grad_());
        var before = scope.DisposablesCount;
        all[name].Discriminator(real, fake).Dispose();
        all[name].Generator(real, fake).Dispose();
        Assert.Equal(before, scope.DisposablesCount);
    }

    [Theory, MemberData(nameof(Names))]
    public void Different_numbers_of_logits_are_refused(string name)
    {
        using var scope = NewDisposeScope();
        var (real, fake) = (zeros(4, 1), zeros(3, 1));
        Assert.Contains("(4, 1) and (3, 1)", Assert.Throws<ArgumentException>(() => all[name].Discriminator(real, fake)).Message);
        Assert.Contains("(4, 1) and (3, 1)", Assert.Throws<ArgumentException>(() => all[name].Generator(real, fake)).Message);
    }

    [Fact]
    public void In_the_generators_loss_of_images_real_ones_pass_the_discriminator_only_where_needed_and_without_a_gradient()
    {
        using var scope = NewDisposeScope();
        var (hr, sr) = (Noise(1, 2, 3, 4, 4), Noise(2, 2, 3, 4, 4).requires_grad_());
        var withGradient = new List<bool>();
        Tensor Discriminator(Tensor images)
        {
            withGradient.Add(is_grad_enabled());
            return images.mean([1, 2, 3]).unsqueeze(1);
        }

        Assert.Equal(new AdversarialLoss().Generator(Discriminator(hr), Discriminator(sr)).item<double>(),
            new AdversarialLoss().Generator(Discriminator, sr, hr).item<double>(), 1e-12);
        Assert.Equal(3, withGradient.Count);
        var relativistic = new RelativisticAverageLoss();
        Assert.Equal(relativistic.Generator(Discriminator(hr), Discriminator(sr)).item<double>(),
            relativistic.Generator(Discriminator, sr, hr).item<double>(), 1e-12);
        Assert.Equal([true, false], withGradient[5..]);
    }
}
