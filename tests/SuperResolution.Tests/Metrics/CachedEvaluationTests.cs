using SuperResolution.Datasets;
using SuperResolution.Figures;
using SuperResolution.Imaging;
using SuperResolution.Metrics;
using SuperResolution.Models;
using SuperResolution.Tests.Support;
using SuperResolution.Weights;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Metrics;

public sealed class CachedEvaluationTests : IDisposable
{
    private static readonly ImageSet set = new("drawn", [.. Enumerable.Range(0, 6).Select(i =>
        ImageItem.FromGenerator($"p{i}",
            () => i == 3 ? SyntheticImages.DeadLeaves(3, 64, 52).ToGray() : SyntheticImages.DeadLeaves((ulong)i, 60 + (4 * i), 52)))],
            DataSource.Synthetic);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private ResultCache Cache(string name = "cache") => new(folder[name]);

    private static List<EvaluationTask> Tasks(params EvaluatedMethod[] methods) =>
        [.. from method in methods from protocol in (
            Protocol[])[Protocol.Y601(4), Protocol.Y601Unrounded(4), Protocol.Rgb(4), Protocol.FullRangeGray(4),
            Protocol.SrganPaper] select new EvaluationTask(method, set, protocol)];

    private static EvaluatedMethod Ships(string network) =>
        EvaluatedMethods.At(4).First(method => method.Network == network && method.Origin == MethodOrigin.Here);

    [Fact]
    public void Images_beside_each_other_give_the_same_bits_as_one_after_the_other_and_as_the_protocol()
    {
        EvaluatedMethod[] methods = [EvaluatedMethod.Of(Interpolation.Bicubic(4)), Ships("SRCNN"), Ships("SRResNet")];
        var serial = new CachedEvaluation(Cache("one"), workers: 1).Run(Tasks(methods));
        var parallel = new CachedEvaluation(Cache("three"), workers: 3).Run(Tasks(methods));
        Assert.Equal(serial.Select(row => row.Images), parallel.Select(row => row.Images));

        foreach (var (task, row) in Tasks(methods).Zip(serial))
        {
            var upscaler = task.Method.Open();
            Assert.Equal(set.Select(image => (image.Name, task.Protocol.Evaluate(upscaler, image.Load()))), row.Images);
            Assert.Equal((set.Name, task.Protocol, task.Method.Name), (row.Set, row.Protocol, row.Upscaler));
        }
    }

    [Fact]
    public void A_second_run_computes_nothing()
    {
        var tasks = Tasks(EvaluatedMethod.Of(Interpolation.Bicubic(4)), Ships("SRCNN"));
        var first = new CachedEvaluation(Cache());
        var rows = first.Run(tasks);
        Assert.Equal((0, 60), (first.Read, first.Computed));

        var told = 0;
        var second = new CachedEvaluation(Cache());
        Assert.Equal(rows.Select(row => row.Images), second.Run(tasks, new Told(_ => told++)).Select(row => row.Images));
        Assert.Equal((60, 0, 0), (second.Read, second.Computed, told));
    }

    [Fact]
    public void A_damaged_entry_is_computed_again_and_no_other()
    {
        var tasks = Tasks(EvaluatedMethod.Of(Interpolation.Bicubic(4)));
        var rows = new CachedEvaluation(Cache()).Run(tasks);
        var entry = Directory.GetFiles(folder["cache"], "*.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        File.WriteAllText(entry, File.ReadAllText(entry)[..^3]);

        var again = new CachedEvaluation(Cache());
        Assert.Equal(rows.Select(row => row.Images), again.Run(tasks).Select(row => row.Images));
        Assert.Equal((29, 1), (again.Read, again.Computed));
        Assert.Contains(entry, Assert.Single(again.Cache!.Notices));
        Assert.Equal(0, Run(tasks).Computed);
    }

    [Fact]
    public void Other_weights_under_the_same_name_are_computed_anew()
    {
        Save(1);
        var rows = Evaluate();
        Assert.Equal(0, Evaluate().Run.Computed);
        Save(2);
        var changed = Evaluate();
        Assert.Equal((0, 6), (changed.Run.Read, changed.Run.Computed));
        Assert.NotEqual(rows.Row.Mean, changed.Row.Mean);

        void Save(int seed)
        {
            using var scope = NewDisposeScope();
            manual_seed(seed);
            ModuleWeights.Save(new SrResNet(new SrResNetSettings(Scale: 4, Blocks: 1, Features: 8)), folder["tiny.safetensors"],
                metadata: new Dictionary<string, string> { ["network"] = "SRResNet tiny", ["data"] = "none" });
        }
        (CachedEvaluation Run, EvaluationRow Row) Evaluate()
        {
            var run = new CachedEvaluation(Cache());
            return (run, run.Run([new EvaluationTask(EvaluatedMethod.Here(folder["tiny.safetensors"], 4), set, Protocol.Y601(4))])
                .Single());
        }
    }

    [Fact]
    public void Protocols_with_the_same_input_share_one_upscaled_picture()
    {
        var colour = new Counting(luma: false);
        Run(Tasks(EvaluatedMethod.Of(colour)));
        Assert.Equal(7, colour.Calls); // once for each of six pictures, and once more for the gray one, whose Y601 input is not rounded
        var luma = new Counting(luma: true);
        Run(Tasks(EvaluatedMethod.Of(luma)));
        Assert.Equal(18, luma.Calls); // Y601, gray, and the colour picture for the other three
    }

    [Fact]
    public void Images_that_do_not_fit_beside_each_other_are_computed_one_by_one()
    {
        var run = new CachedEvaluation(Cache(), workers: 4, memory: 1);
        run.Run(Tasks(EvaluatedMethod.Of(Interpolation.Bicubic(4))));
        Assert.Equal(1, run.Peak);
    }

    [Fact]
    public void What_was_finished_before_a_cancellation_is_kept()
    {
        var tasks = Tasks(EvaluatedMethod.Of(Interpolation.Bicubic(4)));
        using var cancel = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(
            () => new CachedEvaluation(Cache(), workers: 1).Run(tasks, new Told(_ => cancel.Cancel()), cancel.Token));
        Assert.Equal((5, 25), Run(tasks) is var rest ? (rest.Read, rest.Computed) : default);
    }

    [Fact]
    public void The_first_failure_comes_out_as_it_is()
    {
        var broken = EvaluatedMethod.Of(new Counting(luma: false) { Fails = true });
        Assert.Equal("on purpose", Assert.Throws<InvalidOperationException>(() => Run(Tasks(broken))).Message);
        Assert.Contains("by 4", Assert.Throws<ArgumentException>(
            () => Run([new EvaluationTask(EvaluatedMethod.Of(Interpolation.Bicubic(4)), set, Protocol.Y601(3))])).Message);
    }

    [Fact]
    public void Weights_that_changed_are_computed_anew_whatever_the_network_is_called()
    {
        using var network = new SrResNet(new SrResNetSettings(Scale: 4, Blocks: 1, Features: 8));
        network.eval();
        var method = EvaluatedMethod.Of(new RgbUpscaler(network, 4, "mine"));
        var (first, again) = (Measure(method), Measure(EvaluatedMethod.Of(new RgbUpscaler(network, 4, "mine"))));
        Assert.Equal((6, 0, first.Row.Mean), (first.Computed, again.Computed, again.Row.Mean));

        using (no_grad()) foreach (var weights in network.parameters()) weights.zero_();
        var zeroed = Measure(method);
        Assert.Equal(6, zeroed.Computed);
        Assert.NotEqual(first.Row.Mean, zeroed.Row.Mean);
    }

    [Fact]
    public void A_file_that_was_replaced_while_a_method_is_held_is_computed_anew()
    {
        Save(1);
        var method = EvaluatedMethod.Found(folder["w.safetensors"], 4, "SRResNet", "somebody's", "");
        var first = Measure(method);
        Save(2);
        var second = Measure(method);
        Assert.Equal(6, second.Computed);
        Assert.NotEqual(first.Row.Mean, second.Row.Mean);

        void Save(int seed)
        {
            manual_seed(seed);
            using var network = new SrResNet(new SrResNetSettings(Scale: 4, Blocks: 1, Features: 8));
            ModuleWeights.Save(network, folder["w.safetensors"]);
        }
    }

    [Fact]
    public void A_picture_is_known_by_its_samples_and_not_by_its_file_or_name()
    {
        SyntheticImages.DeadLeaves(1, 96, 96).Save(folder["a.png"]);
        SyntheticImages.DeadLeaves(1, 96, 96).Save(folder["b.bmp"]);
        Assert.Equal(1, Count(ImageItem.FromFile(folder["a.png"])));
        Assert.Equal(0, Count(ImageItem.FromFile(folder["b.bmp"])));
        Assert.Equal(1, Count(ImageItem.FromCorner(folder["a.png"], "a", 48, 64)));
        Assert.Equal(1, Count(ImageItem.FromCorner(folder["a.png"], "a", 64, 48)));
        SyntheticImages.DeadLeaves(2, 96, 96).Save(folder["a.png"]);
        Assert.Equal(1, Count(ImageItem.FromFile(folder["a.png"])));

        int Count(ImageItem item) => Run([new EvaluationTask(EvaluatedMethod.Of(Interpolation.Bicubic(4)),
            new ImageSet("one", [item], DataSource.Folder), Protocol.Y601(4))]).Computed;
    }

    [Fact]
    public void Any_metrics_are_measured_on_colours_beside_the_protocol_and_kept_by_what_they_compute()
    {
        var bicubic = Interpolation.Bicubic(4);
        var (calls, weight) = (0, 1.0);
        var own = Metric.FullReference("mine", Better.Lower, (1, 0), MetricCost.Low, (hr, sr) =>
        {
            calls++;
            return weight * Psnr.Mse(hr, sr);
        });
        var (first, rows) = Ask(Gmsd.Metric, Sharpness.Metric);
        Assert.Equal((0, 18), (first.Read, first.Computed));
        var truth = set[0].Load().CropToMultipleOf(4);
        var answer = bicubic.Upscale(Resize.Imresize(truth, 0.25));
        Assert.Equal([Gmsd.Metric, Sharpness.Metric], rows.Others.Select(column => column.Metric));
        Assert.Equal([Gmsd.Of(truth, answer), Sharpness.Of(answer)], rows.Others.Select(column => column.Values[0]));
        Assert.Equal(rows.Others[1].Values.Average(), rows.Others[1].Mean);
        Assert.Equal(Protocol.Y601(4).Evaluate(bicubic, set[0].Load()), rows.Images[0].Score);

        // Another name is the same metric; another function under the same name is not.
        Assert.Equal(0, Ask(Gmsd.Metric with { Name = "another name" }).Evaluation.Computed);
        Assert.Equal(6, Ask(Gmsd.Metric with { Measure = (_, sr) => Sharpness.Of(sr) }).Evaluation.Computed);
        // A function of one's own is known with all that it holds.
        Assert.Equal((6, 6), (Ask(own).Evaluation.Computed, calls));
        weight = 2;
        Assert.Equal((6, 12), (Ask(own).Evaluation.Computed, calls));

        (CachedEvaluation Evaluation, EvaluationRow Row) Ask(params Metric[] metrics)
        {
            var evaluation = new CachedEvaluation(Cache());
            return (evaluation, evaluation.Run([new EvaluationTask(EvaluatedMethod.Of(bicubic), set, Protocol.Y601(4))
                { Metrics = metrics }]).Single());
        }
    }

    [Fact]
    public void Methods_go_through_sets_and_metrics_in_a_line_and_the_table_has_all_of_it()
    {
        var (told, other) = (0, new ImageSet("other", [set[1]], DataSource.Synthetic));
        EvaluatedMethod[] methods = [EvaluatedMethod.Of(Interpolation.Bicubic(4)), EvaluatedMethod.Of(Interpolation.Nearest(2))];
        var rows = Evaluation.Run(methods, [set, other], Protocol.Y601, [Gmsd.Metric], Cache(), new Told(_ => told++));
        Assert.Equal([("drawn", "Bicubic", 4), ("drawn", "Nearest", 2), ("other", "Bicubic", 4), ("other", "Nearest", 2)],
            rows.Select(row => (row.Set, row.Upscaler, row.Protocol.Scale)));
        Assert.Equal(12, told); // what is in both sets is upscaled once
        Assert.Equal(rows[0].Others[0].Values[1], rows[2].Others[0].Mean);
        Assert.Equal(["set", "method", "PSNR in dB", "SSIM", "GMSD ↓", "protocol"], EvaluationTable.Of("t", rows).Columns);
        Assert.Equal(1 + 14, EvaluationTable.Csv(rows).TrimEnd('\n').Split('\n').Length);
        Assert.Equal(rows.Select(row => row.Others[0].Mean), rows.ToDataFrame()["GMSD"].Cast<double?>().Select(mean => mean!.Value));
    }

    [Fact]
    public void Pictures_of_any_program_are_measured_by_their_names_and_known_by_their_samples()
    {
        var bicubic = Interpolation.Bicubic(4);
        Directory.CreateDirectory(folder["results/drawn"]);
        foreach (var image in set)
            bicubic.Upscale(Resize.Imresize(image.Load().CropToMultipleOf(4), 0.25)).Save(
                folder[image.Name == "p1" ? "results/drawn/p1_x4.png" : $"results/{image.Name}.png"]);
        var method = EvaluatedMethod.FromPictures(folder["results"], 4);
        Assert.Equal("results", method.Name);
        var protocol = Protocol.Rgb(4);
        var (run, row) = Ask();
        Assert.Equal(6, run.Computed);
        Assert.Equal(set.Select(image => (image.Name, protocol.Evaluate(bicubic, image.Load()))), row.Images);
        Assert.Equal(0, Ask().Run.Computed);

        Interpolation.Nearest(4).Upscale(Resize.Imresize(set[0].Load().CropToMultipleOf(4), 0.25)).Save(folder["results/p0.png"]);
        var changed = Ask();
        Assert.Equal(1, changed.Run.Computed);
        Assert.NotEqual(row.Images[0].Score, changed.Row.Images[0].Score);
        Assert.Equal(row.Images[2], changed.Row.Images[2]);

        bicubic.Upscale(set[2].Load()).Save(folder["results/p2.png"]);
        Assert.Contains("for 'p2'", Assert.Throws<DataSetException>(() => Ask()).Message);
        File.Move(folder["results/p2.png"], folder["results/p2-a.png"]);
        File.Copy(folder["results/p2-a.png"], folder["results/p2-b.png"]);
        Assert.Contains("several pictures for 'p2'", Assert.Throws<DataSetException>(() => Ask()).Message);
        File.Delete(folder["results/p2-a.png"]);
        File.Delete(folder["results/p2-b.png"]);
        Assert.Contains("no picture for 'p2'", Assert.Throws<DataSetException>(() => Ask()).Message);
        Assert.Contains("There is no folder", Assert.Throws<DataSetException>(
            () => EvaluatedMethod.FromPictures(folder["nothing"], 4)).Message);

        (CachedEvaluation Run, EvaluationRow Row) Ask()
        {
            var evaluation = new CachedEvaluation(Cache());
            return (evaluation, evaluation.Run([new EvaluationTask(method, set, protocol)]).Single());
        }
    }

    [Fact]
    public void Upscalers_that_cannot_be_seen_through_are_computed_in_each_run_and_once_in_each()
    {
        using var open = new MemoryStream();
        var method = EvaluatedMethod.Of(new Opaque(open));
        var task = new EvaluationTask(method, set, Protocol.Y601(4));
        Assert.Equal((6, 6), (Run([task, task]).Computed, Run([task]).Computed));
    }

    private (int Computed, EvaluationRow Row) Measure(EvaluatedMethod method)
    {
        var run = new CachedEvaluation(Cache());
        var row = run.Run([new EvaluationTask(method, set, Protocol.Y601(4))]).Single();
        return (run.Computed, row);
    }

    private CachedEvaluation Run(IReadOnlyList<EvaluationTask> tasks)
    {
        var run = new CachedEvaluation(Cache());
        run.Run(tasks);
        return run;
    }

    private sealed class Told(Action<EvaluationProgress> tell) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value) => tell(value);
    }

    private sealed class Opaque(Stream open) : Upscaler
    {
        public override string Name => $"{open}";

        public override int Scale => 4;

        public override bool RestoresLuma => true;

        public override Tensor Upscale(Tensor lr) => Resize.Imresize(lr, 4);
    }

    private sealed class Counting(bool luma) : Upscaler
    {
        public int Calls;

        public bool Fails { get; init; }

        public override string Name => "counting";

        public override int Scale => 4;

        public override bool RestoresLuma => luma;

        public override Tensor Upscale(Tensor lr)
        {
            if (Fails) throw new InvalidOperationException("on purpose");
            Interlocked.Increment(ref Calls);
            return Resize.Imresize(lr, 4);
        }
    }
}
