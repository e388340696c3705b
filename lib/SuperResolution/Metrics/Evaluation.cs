using SuperResolution.Datasets;
using SuperResolution.Imaging;

namespace SuperResolution.Metrics;

/// <summary>Upscalers × sets, measured under a protocol for each scale: typed rows.</summary>
public static class Evaluation
{
    /// <summary>Measures every upscaler on every set.</summary>
    /// <param name="upscalers">Of any scales.</param>
    /// <param name="sets">Read once and held while they are measured; results carry the set's notice.</param>
    /// <param name="protocol">The protocol for a scale, e.g. <c>Protocol.Y601</c>.</param>
    /// <param name="progress">Told of every finished row.</param>
    /// <param name="cancel">Stops between two images.</param>
    /// <exception cref="DataSetException">A picture is too small to be measured; nothing has been measured then.</exception>
    public static IReadOnlyList<EvaluationRow> Run(
        IEnumerable<Upscaler> upscalers, IEnumerable<ImageSet> sets, Func<int, Protocol> protocol, Action<EvaluationRow>? progress = null,
        CancellationToken cancel = default)
    {
        var (list, chosenSets) = (upscalers.ToList(), sets.ToList());
        foreach (var scale in list.Select(upscaler => upscaler.Scale).Distinct())
            foreach (var set in chosenSets) protocol(scale).RequireSizes(set);
        var rows = new List<EvaluationRow>();
        foreach (var set in chosenSets)
        {
            var pictures = set.Select(item => item.Load()).ToList(); // 100 pictures of Urban100 are 240 MB
            foreach (var upscaler in list)
            {
                var chosen = protocol(upscaler.Scale);
                var scores = new Score[set.Count];
                // Interpolation uses one core for an image, so images share the cores; networks use all cores for one image.
                var workers = upscaler is Interpolation ? Environment.ProcessorCount : 1;
                Parallel.For(0, set.Count, new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancel },
                    i => scores[i] = chosen.Evaluate(upscaler, pictures[i]));
                var row = new EvaluationRow(set.Name, upscaler.Name, chosen, [.. set.Select((item, i) => (item.Name, scores[i]))],
                    set.Notice);
                rows.Add(row);
                progress?.Invoke(row);
            }
        }
        return rows;
    }
}
