using System.Collections.Concurrent;
using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Platform;

namespace SuperResolution.Metrics;

/// <summary>
/// Measures methods on sets under protocols and by metrics, image by image: what the cache knows is read, the rest is computed on all
/// cores and kept.
/// </summary>
/// <remarks>
/// Results are known by content: the samples of a picture, the bytes of a weights file, the weights, settings and code of a network or a
/// function of one's own. Where these cannot be seen through, results are computed in each run.
/// Each image is computed with one thread, so the numbers are the same to the bit however many are worked on at a time. Protocols that
/// give an upscaler the same input share one upscaled picture. What was finished before a cancellation or a crash is in the cache.
/// </remarks>
/// <param name="cache">Where scores are kept; null: nowhere.</param>
/// <param name="workers">Images at a time; null: <see cref="Compute.Threads"/>, and 1 on a GPU.</param>
/// <param name="memory">Bytes that all images together may take by estimate; null: half of what the machine or container has.</param>
public sealed class CachedEvaluation(ResultCache? cache = null, int? workers = null, long? memory = null)
{
    // Measured: a process that had two pictures of Urban100 (0.8 megapixels each) in SRCNN 9-5-5 at a time took 3.6 GB at its peak.
    private const long BytesPerPixel = 2304;

    /// <summary>How many scores the last run read from the cache.</summary>
    public int Read { get; private set; }

    /// <summary>How many scores the last run computed.</summary>
    public int Computed { get; private set; }

    /// <summary>Where scores are kept, and what was wrong with entries; null: nowhere.</summary>
    public ResultCache? Cache => cache;

    /// <summary>How many images were worked on at a time at most in the last run.</summary>
    internal int Peak { get; private set; }

    /// <summary>Measures.</summary>
    /// <param name="tasks">The wanted rows; a row that is wanted twice is computed once.</param>
    /// <param name="progress">Told of every image that was upscaled, one call at a time.</param>
    /// <param name="cancel">Stops before the next image.</param>
    /// <returns>The rows in the order of the tasks.</returns>
    /// <exception cref="DataSetException">
    /// A picture is too small to be measured, or a folder of results lacks one: nothing has been measured then. Or one changed meanwhile.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IReadOnlyList<EvaluationRow> Run(
        IReadOnlyList<EvaluationTask> tasks, IProgress<EvaluationProgress>? progress = null, CancellationToken cancel = default)
    {
        foreach (var (set, protocol) in tasks.Select(task => (task.Set, task.Protocol)).Distinct()) protocol.RequireSizes(set);
        var keyed = Entries(tasks, cancel);
        var wanted = keyed.SelectMany(entries => entries).DistinctBy(entry => entry.Key).ToList();
        var numbers = new ConcurrentDictionary<ResultKey, double[]>();
        wanted.AsParallel().WithCancellation(cancel).ForAll(entry =>
        {
            if (cache?.Find(entry.Key, entry.Measure.Metric is null ? 2 : 1) is { } known) numbers[entry.Key] = known;
        });
        Read = numbers.Count;
        // The same weights under two names, or one picture in two sets, are one job; all images of a network come after each other.
        var jobs = wanted.Where(entry => !numbers.ContainsKey(entry.Key))
            .GroupBy(entry => (entry.Answer, entry.Method.Scale, entry.Sha256)).Select(group => new ImageJob([.. group]))
            .GroupBy(job => job.Network).SelectMany(group => group).ToList();
        Computed = jobs.Sum(job => job.Entries.Count);
        Compute(jobs, numbers, progress, cancel);
        return [.. tasks.Select((task, i) => Row(task, [.. keyed[i].Select(entry => numbers[entry.Key])]))];
    }

    /// <summary>For each task all that it asks: image by image, of each image what the protocol and then what each metric says.</summary>
    private static List<List<Entry>> Entries(IReadOnlyList<EvaluationTask> tasks, CancellationToken cancel)
    {
        var opaque = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        var results = tasks.Where(task => task.Method.Pictures is not null)
            .SelectMany(task => task.Set.Select(image => (task.Method, task.Set, Image: image))).Distinct()
            .ToDictionary(asked => asked, asked => asked.Method.Pictures!.Find(asked.Set, asked.Image));
        var hashes = tasks.SelectMany(task => task.Set).Concat(results.Values).Distinct().AsParallel().WithCancellation(cancel)
            .Select(image => (image, Sha256: image.Load().Sha256())).ToDictionary(pair => pair.image, pair => pair.Sha256);
        var answers = tasks.Select(task => task.Method).Distinct().ToDictionary(method => method, method => method.Content(opaque));
        return [.. tasks.Select(task =>
        {
            List<Measure> measures = [Measure.Of(task.Protocol),
                .. task.Metrics.Select(metric => Measure.Of(metric, task.Method.Scale, opaque))];
            return (List<Entry>)[.. from image in task.Set
                let result = results.GetValueOrDefault((task.Method, task.Set, image))
                let answer = result is null ? answers[task.Method] : new ContentText("picture " + hashes[result])
                from measure in measures
                select new Entry(task.Method, image, hashes[image], result, answer, measure,
                    ResultKey.Of(task.Method, answer, hashes[image], measure.Content))];
        })];
    }

    private static EvaluationRow Row(EvaluationTask task, List<double[]> numbers)
    {
        var images = numbers.Chunk(1 + task.Metrics.Count).ToList();
        return new EvaluationRow(task.Set.Name, task.Method.Name, task.Protocol,
            [.. task.Set.Zip(images, (image, all) => (image.Name, new Score(all[0][0], all[0][1])))], task.Set.Notice)
        {
            Training = task.Method.Training,
            Others = [.. task.Metrics.Select((metric, m) => new MetricColumn(metric, [.. images.Select(all => all[1 + m][0])]))],
        };
    }

    private void Compute(List<ImageJob> jobs, ConcurrentDictionary<ResultKey, double[]> numbers, IProgress<EvaluationProgress>? progress,
        CancellationToken cancel)
    {
        var count = Math.Min(jobs.Count,
            workers ?? (Platform.Compute.Device.type == TorchSharp.DeviceType.CUDA ? 1 : Platform.Compute.Threads));
        var gate = new MemoryGate(memory ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);
        var (queue, networks, told, done) = (new ConcurrentQueue<ImageJob>(jobs), new OpenNetworks(jobs), new Lock(), 0);
        using (var crew = new OneThreadCrew(count))
        {
            crew.Run(stop =>
            {
                while (!stop() && !cancel.IsCancellationRequested && queue.TryDequeue(out var job))
                {
                    using (gate.Enter(BytesPerPixel * job.Image.Size.Width * job.Image.Size.Height))
                    {
                        foreach (var (key, value) in job.Numbers(networks))
                        {
                            numbers[key] = value;
                            if (key.IsKept) cache?.Keep(key, value);
                        }
                    }
                    networks.Done(job);
                    lock (told) progress?.Report(new EvaluationProgress(++done, jobs.Count, $"{job.Method} on {job.Image.Name}"));
                }
            });
        }
        Peak = gate.Peak;
        cancel.ThrowIfCancellationRequested();
    }

    /// <summary>One number, or a protocol's two, of one image by one method.</summary>
    private sealed record Entry(EvaluatedMethod Method, ImageItem Image, string Sha256, ImageItem? Result, ContentText Answer,
        Measure Measure, ResultKey Key);

    /// <summary>One image by one method: upscaled once for all that agree in the input.</summary>
    private sealed record ImageJob(IReadOnlyList<Entry> Entries)
    {
        public EvaluatedMethod Method => Entries[0].Method;

        public ImageItem Image => Entries[0].Image;

        public (string, int) Network => (Entries[0].Answer.Text, Method.Scale);

        public IEnumerable<(ResultKey Key, double[] Numbers)> Numbers(OpenNetworks networks)
        {
            var hr = Same(Image, Entries[0].Sha256);
            if (Entries[0].Result is { } result)
            {
                var (truth, sr) = (hr.CropToMultipleOf(Method.Scale), result.Load());
                if (Entries[0].Answer.Text != "picture " + sr.Sha256()) throw Changed($"The picture {result.Path}");
                sr = sr.Channels == truth.Channels ? sr : truth.Channels == 1 ? sr.ToGray() : sr.ToRgb();
                foreach (var entry in Entries) yield return (entry.Key, Of(entry, truth, sr));
                yield break;
            }
            var upscaler = networks.Of(this);
            foreach (var alike in Entries.GroupBy(entry => entry.Measure.Protocol.InputOf(upscaler, hr)))
            {
                var (truth, sr) = alike.First().Measure.Protocol.Upscale(upscaler, hr);
                foreach (var entry in alike) yield return (entry.Key, Of(entry, truth, sr));
            }
        }

        private double[] Of(Entry entry, Picture truth, Picture sr)
        {
            if ((truth.Width, truth.Height) != (sr.Width, sr.Height))
                throw new DataSetException($"{Method.Name} has {sr.Width}×{sr.Height} pixels for '{ForeignText.Show(Image.Name)}'; at " +
                    $"×{Method.Scale} it has to have {truth.Width}×{truth.Height}.");
            return entry.Measure.Numbers(truth, sr);
        }

        private static Picture Same(ImageItem image, string sha256)
        {
            var picture = image.Load();
            return picture.Sha256() == sha256 ? picture : throw Changed($"The picture '{ForeignText.Show(image.Name)}'");
        }
    }

    /// <summary>Every network is open from its first image to its last.</summary>
    private sealed class OpenNetworks(IEnumerable<ImageJob> jobs)
    {
        private readonly Dictionary<(string, int), int> left = jobs.CountBy(job => job.Network).ToDictionary();
        private readonly Dictionary<(string, int), Upscaler> open = [];

        public Upscaler Of(ImageJob job)
        {
            lock (left)
            {
                if (open.TryGetValue(job.Network, out var known)) return known;
                var upscaler = job.Method.Open();
                var now = job.Method.Content(new(ReferenceEqualityComparer.Instance));
                if (now.IsKept && now.Text != job.Network.Item1) throw Changed(job.Method.Name);
                return open[job.Network] = upscaler;
            }
        }

        public void Done(ImageJob job)
        {
            lock (left)
                if (--left[job.Network] == 0) open.Remove(job.Network);
        }
    }

    private static DataSetException Changed(string what) => new($"{what} changed while it was measured. Measure again.");
}
