using SuperResolution.Datasets;
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
    public void Images_beside_each_other_give_the_same_bits_as_one_after_the_other_and_as_Evaluation()
    {
        EvaluatedMethod[] methods = [EvaluatedMethod.Of(Interpolation.Bicubic(4)), Ships("SRCNN"), Ships("SRResNet")];
        var serial = new CachedEvaluation(Cache("one"), workers: 1).Run(Tasks(methods));
        var parallel = new CachedEvaluation(Cache("three"), workers: 3).Run(Tasks(methods));
        Assert.Equal(serial.Select(row => row.Images), parallel.Select(row => row.Images));

        foreach (var (task, row) in Tasks(methods).Zip(serial))
        {
            var plain = Evaluation.Run([task.Method.Open()], [set], _ => task.Protocol).Single();
            Assert.Equal(plain.Images, row.Images);
            Assert.Equal((plain.Set, plain.Protocol, task.Method.Name), (row.Set, row.Protocol, row.Upscaler));
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
        Assert.Equal(rows.Select(row => row.Images), second.Run(tasks, _ => told++).Select(row => row.Images));
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
        Assert.Contains(entry, Assert.Single(again.Cache.Notices));
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
        Run(Tasks(EvaluatedMethod.Of(colour, "colour")));
        Assert.Equal(7, colour.Calls); // once for each of six pictures, and once more for the gray one, whose Y601 input is not rounded
        var luma = new Counting(luma: true);
        Run(Tasks(EvaluatedMethod.Of(luma, "luma")));
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
            () => new CachedEvaluation(Cache(), workers: 1).Run(tasks, progress => cancel.Cancel(), cancel.Token));
        Assert.Equal((5, 25), Run(tasks) is var rest ? (rest.Read, rest.Computed) : default);
    }

    [Fact]
    public void The_first_failure_comes_out_as_it_is()
    {
        var broken = EvaluatedMethod.Of(new Counting(luma: false) { Fails = true }, "broken");
        Assert.Equal("on purpose", Assert.Throws<InvalidOperationException>(() => Run(Tasks(broken))).Message);
        Assert.Contains("by 4", Assert.Throws<ArgumentException>(
            () => Run([new EvaluationTask(EvaluatedMethod.Of(Interpolation.Bicubic(4)), set, Protocol.Y601(3))])).Message);
    }

    private CachedEvaluation Run(IReadOnlyList<EvaluationTask> tasks)
    {
        var run = new CachedEvaluation(Cache());
        run.Run(tasks);
        return run;
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
