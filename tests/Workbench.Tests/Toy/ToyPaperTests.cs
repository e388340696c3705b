using System.CommandLine;
using System.Text.RegularExpressions;
using Spectre.Console;
using SuperResolution.Datasets;
using SuperResolution.Figures;
using SuperResolution.Imaging;
using SuperResolution.Metrics;
using SuperResolution.Models;
using SuperResolution.Tests.Weights;
using SuperResolution.Training;
using SuperResolution.Weights;
using SuperResolution.Workbench.Commands;
using SuperResolution.Workbench.Sweeps;
using static TorchSharp.torch;

namespace SuperResolution.Workbench.Tests.Toy;

/// <summary>
/// A paper that is one file of the tests (<see cref="ToyNet"/>) does everything that the kit's networks do, after one call of
/// <see cref="Architectures.Add"/>.
/// </summary>
public sealed class ToyPaperTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ToyPaperTests()
    {
        Architectures.Add(ToyNet.Architecture);
        Directory.CreateDirectory(folder.File("pictures"));
        for (ulong i = 0; i < 2; i++) SyntheticImages.DeadLeaves(i + 1, 48, 40).Save(folder.File($"pictures/{i}.png"));
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("toy.safetensors", false), InlineData("toy.safetensors", true), InlineData("toy.pth", false), InlineData("toy.pth", true)]
    public void Its_files_are_recognised_in_both_formats_and_namings(string file, bool firstNames)
    {
        using var scope = NewDisposeScope();
        using var network = new ToyNet(2, 8);
        var tensors = network.state_dict()
            .ToDictionary(pair => firstNames ? ToyNet.FirstNames.ToTheirs(pair.Key) : pair.Key, pair => pair.Value);
        if (file.EndsWith(".pth", StringComparison.Ordinal)) PickleBytes.WriteStateDict(folder.File(file), tensors, []);
        else SafetensorsFile.Write(folder.File(file), tensors);

        var opened = NetworkFile.Open(folder.File(file));
        Assert.Equal(("ToyNet (toy)", 2, 2), (opened.Name, opened.Scale, opened.Reach));
        using var lr = rand(1, 3, 6, 5);
        Assert.Equal(0, (opened.Upscale(lr) - network.call(lr)).abs().max().item<float>(), 1e-5);
        Assert.Equal(["ToyNet"], Architectures.All.SelectMany(
            architecture => architecture.Find(new NetworkKeys(tensors)).Select(_ => architecture.Name)));
    }

    [Fact]
    public void It_upscales_whole_and_in_tiles_alike()
    {
        Save();
        var (lr, whole) = (SyntheticImages.Facade(2, 60, 44), NetworkFile.Open(folder.File("toy.safetensors")));
        Assert.Equal(whole.Upscale(lr).Pixels, new TiledUpscaler(whole, tile: 16).Upscale(lr).Pixels);
        Assert.Equal(0, UpscaleFromTheCommandLine());
        Assert.Equal((96, 80), (Picture.Load(folder.File("large/0.png")).Width, Picture.Load(folder.File("large/0.png")).Height));

        int UpscaleFromTheCommandLine() =>
            UpscaleCommand.Create().Parse(
                [folder.File("pictures"), "--weights", folder.File("toy.safetensors"), "--out", folder.File("large")]).Invoke();
    }

    [Fact]
    public void It_trains_three_steps_from_the_command_line_and_resumes_to_the_same_bytes()
    {
        Assert.Contains("toynet", RecipeChoice.Names);
        Assert.Equal(0, Train("run"));
        var once = File.ReadAllBytes(folder.File("run/run.safetensors"));
        Assert.Contains("cubed L1", File.ReadAllText(folder.File("run/recipe.txt")));

        // The same three steps, with a stop after the first.
        var settings = new RunSettings
        {
            Folder = folder.File("part/run"),
            Recipe = ToyRecipe.Smoke,
            Pictures = ImageSet.FromFolder(folder.File("pictures"))
        };
        using (var begun = TrainingRun.Start(settings))
        {
            using var stop = new CancellationTokenSource();
            Assert.False(begun.Run(_ => stop.Cancel(), stop.Token));
            Assert.Equal(1, begun.Training.Step);
        }
        using (var continued = TrainingRun.Resume(settings)) Assert.True(continued.Run());
        Assert.Equal(once, File.ReadAllBytes(folder.File("part/run/run.safetensors")));
        Assert.Equal("ToyNet (run)", NetworkFile.Open(folder.File("run/run.safetensors")).Name);
    }

    [Fact]
    public void It_is_swept_by_name()
    {
        var job = new SweepJob("toynet", [2], Seed: 5);
        job.Check("smoke");
        Assert.Equal(5, job.Recipe("smoke").Seed);
    }

    [Fact]
    public void It_stands_in_evaluate_and_has_its_row_and_colour()
    {
        Assert.Equal(0, Train("run"));
        var said = new StringWriter();
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(said) });
        var trained = EvaluatedMethod.Here(folder.File("run/run.safetensors"), 2);
        Assert.Equal(("ToyNet", "ToyNet (run)"), (trained.Network, trained.Name));

        EvaluateCommand.Run(new EvaluateSettings([folder.File("pictures")], [2])
        {
            Weights = scale => (NetworkFile.Open(folder.File("run/run.safetensors"), scale), trained.Training!),
            Methods = ["Bicubic"],
            NoCache = true,
        }, console);
        Assert.Contains("ToyNet (run)", said.ToString());

        // In a folder of weights it is found by itself, behind the kit's networks: trained with the kit, or by others.
        Save();
        var found = EvaluatedMethods.At(2, [folder.File("run/run.safetensors"), folder.File("toy.safetensors")]);
        Assert.Equal(["ToyNet (run)", "ToyNet (toy)"], found.TakeLast(2).Select(method => method.Name));
        Assert.Contains("3 updates", found[^2].Training);
        Assert.DoesNotContain(EvaluatedMethods.At(3, [folder.File("toy.safetensors")]), method => method.Network == "ToyNet");
        var rows = new CachedEvaluation(new ResultCache(folder.File("cache")))
            .Run([new EvaluationTask(found[^1], ImageSet.FromFolder(folder.File("pictures")), Protocol.Y601(2))]);
        Assert.Contains("ToyNet (toy)", EvaluationTable.Of("toy", rows).Rows[0]);

        var chart = new Chart("PSNR", "method", "dB").Bars("ToyNet (run)", ["Set5"], [30]).ToHtml();
        Assert.Contains("#117733", chart);
    }

    [Fact]
    public void The_contributors_guide_shows_its_file()
    {
        var guide = File.ReadAllText(Path.Combine(Checkout.Root, "CONTRIBUTING.md"));
        var file = File.ReadAllText(Path.Combine(Checkout.Root, "tests", "Workbench.Tests", "Toy", "ToyNet.cs"));
        var shown = Regex.Matches(guide.Split("\n## ").Single(chapter => chapter.StartsWith("Add a paper", StringComparison.Ordinal)),
            "```csharp\n(.*?)```", RegexOptions.Singleline);
        Assert.Equal(5, shown.Count);
        Assert.All(shown, code => Assert.Contains(code.Groups[1].Value, file));
    }

    private void Save()
    {
        using var network = new ToyNet(2, 8);
        ModuleWeights.Save(network, folder.File("toy.safetensors"));
    }

    private int Train(string name) => TrainCommand.Create().Parse(
        ["toynet", "--budget", "smoke", "--data", folder.File("pictures"), "--validate", "none", "--out", folder.File(name), "--device",
        "cpu"]).Invoke();
}
