using System.Collections.Concurrent;
using SuperResolution.Datasets;
using SuperResolution.Platform;

namespace SuperResolution.Metrics;

/// <summary>
/// Measures methods on sets under protocols, image by image: what the cache knows is read, the rest is computed on all cores and kept.
/// </summary>
/// <remarks>
/// Each image is computed with one thread, so the numbers are the same to the bit however many are worked on at a time. Protocols that
/// give an upscaler the same input share one upscaled picture. What was finished before a cancellation or a crash is in the cache.
/// </remarks>
/// <param name="cache">Where scores are kept.</param>
/// <param name="workers">Images at a time; null: <see cref="Compute.Threads"/>, and 1 on a GPU.</param>
/// <param name="memory">Bytes that all images together may take by estimate; null: half of what the machine or container has.</param>
public sealed class CachedEvaluation(ResultCache cache, int? workers = null, long? memory = null)
{
    // Measured: a process that had two pictures of Urban100 (0.8 megapixels each) in SRCNN 9-5-5 at a time took 3.6 GB at its peak.
    private const long BytesPerPixel = 2304;

    /// <summary>How many scores the last run read from the cache.</summary>
    public int Read { get; private set; }

    /// <summary>How many scores the last run computed.</summary>
    public int Computed { get; private set; }

    /// <summary>Where scores are kept, and what was wrong with entries.</summary>
    public ResultCache Cache => cache;

    /// <summary>How many images were worked on at a time at most in the last run.</summary>
    internal int Peak { get; private set; }

    /// <summary>Measures.</summary>
    /// <param name="tasks">The wanted rows; a row that is wanted twice is computed once.</param>
    /// <param name="progress">Told of every image that was upscaled, one call at a time.</param>
    /// <param name="cancel">Stops before the next image.</param>
    /// <returns>The rows in the order of the tasks.</returns>
    /// <exception cref="DataSetException">A picture is too small to be measured; nothing has been measured then.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IReadOnlyList<EvaluationRow> Run(
        IReadOnlyList<EvaluationTask> tasks, Action<EvaluationProgress>? progress = null, CancellationToken cancel = default)
    {
        foreach (var (set, protocol) in tasks.Select(task => (task.Set, task.Protocol)).Distinct()) protocol.RequireSizes(set);
        var images = tasks.SelectMany(task => task.Set).Distinct().ToList();
        var hashes = images.ToDictionary(image => image, ResultKey.OfImage);
        var keyed = tasks.SelectMany(task =>
            task.Set.Select(image => (task, image, Key: ResultKey.Of(task.Method, hashes[image], task.Protocol)))).ToList();
        var wanted = keyed.DistinctBy(entry => entry.Key).ToList();

        var scores = new ConcurrentDictionary<ResultKey, Score>();
        wanted.AsParallel().WithCancellation(cancel).ForAll(entry =>
        {
            if (cache.Find(entry.Key) is { } score) scores[entry.Key] = score;
        });
        Read = scores.Count;
        // The same weights under two names, or one picture in two sets, are one job; all images of a network come after each other.
        var jobs = wanted.Where(entry => !scores.ContainsKey(entry.Key))
            .GroupBy(entry => (entry.task.Method.Content, entry.task.Method.Scale, Image: hashes[entry.image]))
            .Select(group => new ImageJob(
                group.First().task.Method, group.First().image, [.. group.Select(entry => (entry.task.Protocol, entry.Key))]))
            .GroupBy(job => (job.Method.Content, job.Method.Scale)).SelectMany(group => group).ToList();
        Computed = jobs.Sum(job => job.Protocols.Count);
        Compute(jobs, scores, progress, cancel);
        return [.. tasks.Select(task => new EvaluationRow(task.Set.Name, task.Method.Name, task.Protocol,
            [.. task.Set.Select(image => (image.Name, scores[ResultKey.Of(task.Method, hashes[image], task.Protocol)]))],
            task.Set.Notice) { Training = task.Method.Training })];
    }

    private void Compute(List<ImageJob> jobs, ConcurrentDictionary<ResultKey, Score> scores, Action<EvaluationProgress>? progress,
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
                        foreach (var (key, score) in job.Measure(networks.Of(job.Method)))
                        {
                            scores[key] = score;
                            cache.Keep(key, score);
                        }
                    }
                    networks.Done(job.Method);
                    lock (told) progress?.Invoke(new EvaluationProgress(++done, jobs.Count, $"{job.Method} on {job.Image.Name}"));
                }
            });
        }
        Peak = gate.Peak;
        cancel.ThrowIfCancellationRequested();
    }

    /// <summary>One image by one method: upscaled once for all protocols that agree in the input.</summary>
    private sealed record ImageJob(EvaluatedMethod Method, ImageItem Image, IReadOnlyList<(Protocol Protocol, ResultKey Key)> Protocols)
    {
        public IEnumerable<(ResultKey Key, Score Score)> Measure(Imaging.Upscaler upscaler)
        {
            var hr = Image.Load();
            foreach (var alike in Protocols.GroupBy(entry => entry.Protocol.InputOf(upscaler, hr)))
            {
                var (truth, sr) = alike.First().Protocol.Upscale(upscaler, hr);
                foreach (var (protocol, key) in alike) yield return (key, protocol.Measure(truth, sr));
            }
        }
    }

    /// <summary>Every network is open from its first image to its last.</summary>
    private sealed class OpenNetworks(IEnumerable<ImageJob> jobs)
    {
        private readonly Dictionary<(string, int), int> left = jobs.CountBy(job => (job.Method.Content, job.Method.Scale)).ToDictionary();
        private readonly Dictionary<(string, int), Imaging.Upscaler> open = [];

        public Imaging.Upscaler Of(EvaluatedMethod method)
        {
            lock (left)
                return open.TryGetValue((method.Content, method.Scale), out var upscaler) ? upscaler
                    : open[(method.Content, method.Scale)] = method.Open();
        }

        public void Done(EvaluatedMethod method)
        {
            lock (left)
                if (--left[(method.Content, method.Scale)] == 0) open.Remove((method.Content, method.Scale));
        }
    }
}
