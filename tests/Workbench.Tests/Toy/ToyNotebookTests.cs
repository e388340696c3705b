namespace SuperResolution.Workbench.Tests.Toy;

/// <summary>A network that is written in a notebook stands beside the kit's after <c>Architectures.Add</c>.</summary>
public sealed class ToyNotebookTests
{
    private const string Network = """
        using static TorchSharp.torch.nn;
        using TorchSharp.Modules;
        public sealed class NoteNet : Module<Tensor, Tensor>, INetwork
        {
            public static Architecture Architecture { get; } = new("NoteNet", "arXiv 2606.00002", Year: 2026)
            {
                Recognises = keys => keys.Has("note.weight"),
                Open = keys => new NoteNet(),
                Recipes = [new("smoke", NoteRecipe.Smoke)],
                Colour = "#117733",
            };
            private readonly Conv2d note = Conv2d(3, 12, 3, padding: 1);
            public NoteNet() : base("NoteNet") => RegisterComponents();
            Architecture INetwork.Architecture => Architecture;
            int? INetwork.Scale => 2;
            int? INetwork.Reach => 1;
            public override Tensor forward(Tensor rgb) => functional.pixel_shuffle(note.call(rgb), 2);
        }
        public sealed record NoteRecipe : TrainingRecipe
        {
            public static NoteRecipe Smoke { get; } = new()
            {
                Scale = 2, Steps = 2, Batch = 2, Patch = 8, Rate = new RateSchedule.Constant(1e-3),
            };
            public override string Network => "NoteNet";
            protected override TrainingRecipe PaperRecipe => Smoke;
            protected override Objective Minimised => Objective.Of(RestorationLoss.L1);
            protected override Module<Tensor, Tensor> Build() => new NoteNet();
        }
        Architectures.Add(NoteNet.Architecture);
        """;

    private const string Use = """
        var pictures = drawn;
        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using (var run = TrainingRun.Start(
            new() { Folder = Path.Combine(folder, "mine"), Recipe = NoteRecipe.Smoke, Pictures = pictures }))
            run.Run();
        var file = Path.Combine(folder, "mine", "mine.safetensors");
        var (opened, row) = (NetworkFile.Open(file), EvaluatedMethods.At(2, [file])[^1]);
        var known = Architectures.All.Count(a => a.Name == "NoteNet");
        Console.WriteLine($"opened {opened.Name} by {opened.Scale}, in comparisons {row.Name}, known {known}");
        new Chart("PSNR", "method", "dB").Bars(row.Name, ["a picture"], [30]).Display();
        Directory.Delete(folder, recursive: true);
        """;

    [Fact]
    public void A_notebooks_own_network_trains_opens_and_has_its_row_and_colour()
    {
        using var folder = new TemporaryFolder();
        folder.Write("Research.sln", "");
        folder.Write("notebooks/_kit.csx", File.ReadAllText(Path.Combine(Checkout.Root, "notebooks", "_kit.csx")));
        var pictures = """
            var facade = ImageItem.FromGenerator("a", () => SyntheticImages.Facade(1, 48, 40));
            var drawn = new ImageSet("drawn", [facade], DataSource.Synthetic);
            """;
        // The cell is run twice, as a reader does who changes it.
        folder.Write("notebooks/toy.ipynb", TestNotebook.Json("md:# A toy", "#!import _kit.csx", Network, Network, pictures, Use));

        var (code, said, errors) = WorkbenchProcess.Finish(
            WorkbenchProcess.Start(["run", folder.File("notebooks/toy.ipynb"), "--budget", "smoke"], start =>
        {
            start.WorkingDirectory = folder.Path;
            start.Environment["SUPERRESOLUTION_THREADS"] = "1";
        }));

        Assert.True(code == 0, said + errors);
        var page = File.ReadAllText(folder.File("out/toy.html"));
        Assert.Contains("opened NoteNet (mine) by 2, in comparisons NoteNet (mine), known 1", page);
        Assert.Contains("#117733", page);
    }
}
