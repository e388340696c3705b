using SuperResolution.Datasets;
using SuperResolution.Imaging;

namespace SuperResolution.Metrics;

/// <summary>Methods × sets, measured under a protocol for each scale and by any metrics: typed rows.</summary>
public static class Evaluation
{
    /// <summary>Measures every method on every set; <see cref="CachedEvaluation"/> says how.</summary>
    /// <param name="methods">Of any scales.</param>
    /// <param name="sets">Results carry a set's notice.</param>
    /// <param name="protocol">The protocol for a scale, e.g. <c>Protocol.Y601</c>.</param>
    /// <param name="metrics">What is measured beside the protocol's PSNR and SSIM; see <see cref="EvaluationTask.Metrics"/>.</param>
    /// <param name="cache">Where scores are kept; null: nowhere.</param>
    /// <param name="progress">Told of every image that was upscaled.</param>
    /// <param name="cancel">Stops before the next image.</param>
    /// <returns>Set by set, in each the methods in their order.</returns>
    /// <exception cref="DataSetException">A picture is too small to be measured; nothing has been measured then.</exception>
    public static IReadOnlyList<EvaluationRow> Run(
        IEnumerable<EvaluatedMethod> methods, IEnumerable<ImageSet> sets, Func<int, Protocol> protocol,
        IReadOnlyList<Metric>? metrics = null, ResultCache? cache = null, IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancel = default)
    {
        var list = methods.ToList();
        var tasks = from set in sets
                    from method in list
                    select new EvaluationTask(method, set, protocol(method.Scale)) { Metrics = metrics ?? [] };
        return new CachedEvaluation(cache).Run([.. tasks], progress, cancel);
    }

    /// <summary>The same with upscalers that are open.</summary>
    /// <param name="upscalers">Of any scales; see <see cref="EvaluatedMethod.Of"/>.</param>
    /// <param name="sets">Results carry a set's notice.</param>
    /// <param name="protocol">The protocol for a scale, e.g. <c>Protocol.Y601</c>.</param>
    /// <param name="metrics">What is measured beside the protocol's PSNR and SSIM.</param>
    /// <param name="cache">Where scores are kept; null: nowhere.</param>
    /// <param name="progress">Told of every image that was upscaled.</param>
    /// <param name="cancel">Stops before the next image.</param>
    /// <exception cref="DataSetException">A picture is too small to be measured; nothing has been measured then.</exception>
    public static IReadOnlyList<EvaluationRow> Run(
        IEnumerable<Upscaler> upscalers, IEnumerable<ImageSet> sets, Func<int, Protocol> protocol,
        IReadOnlyList<Metric>? metrics = null, ResultCache? cache = null, IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancel = default) =>
        Run(upscalers.Select(EvaluatedMethod.Of), sets, protocol, metrics, cache, progress, cancel);
}
