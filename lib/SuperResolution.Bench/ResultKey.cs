using SuperResolution.Datasets;
using SuperResolution.Platform;
using TorchSharp;

namespace SuperResolution.Metrics;

/// <summary>
/// Everything that one image's score depends on, as text: equal texts have equal scores, wherever and whenever they were computed.
/// </summary>
/// <param name="Text">One fact on each line.</param>
/// <param name="IsKept">False where something in it is known to this run alone: the score then goes into no cache.</param>
internal readonly record struct ResultKey(string Text, bool IsKept = true)
{
    /// <summary>
    /// Raise it whenever a change of the kit's code changes a number: how LR is made, what a network computes, a protocol, a metric.
    /// </summary>
    public const int CodeVersion = 2;

    /// <summary>The name of the entry in a cache.</summary>
    public string Hash => FileHash.Sha256(Text);

    /// <summary>The key of one image by one measure.</summary>
    /// <param name="method">What upscales.</param>
    /// <param name="answer">All that its answer to this image depends on beside the scale.</param>
    /// <param name="image">The SHA-256 of the image's samples.</param>
    /// <param name="measure">All that decides the numbers, e.g. all settings of a protocol.</param>
    public static ResultKey Of(EvaluatedMethod method, ContentText answer, string image, ContentText measure)
    {
        // LibTorch's kernels differ from version to version and from device to device in the last bits.
        var (version, device) = (typeof(torch).Assembly.GetName().Version?.ToString(3) ?? "?",
            method.Origin == MethodOrigin.Formula ? DeviceType.CPU : Compute.Device.type);
        return new($"code {CodeVersion}\nTorchSharp {version}, {device}\nmethod {answer.Text}\nscale {method.Scale}\nimage " +
            $"samples {image}\n{measure.Text}\n", answer.IsKept && measure.IsKept);
    }
}
