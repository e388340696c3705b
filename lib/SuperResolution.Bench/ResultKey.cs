using SuperResolution.Datasets;
using SuperResolution.Platform;
using TorchSharp;

namespace SuperResolution.Metrics;

/// <summary>
/// Everything that one image's score depends on, as text: equal texts have equal scores, wherever and whenever they were computed.
/// </summary>
/// <param name="Text">One fact on each line.</param>
internal readonly record struct ResultKey(string Text)
{
    /// <summary>
    /// Raise it whenever a change of the kit's code changes a number: how LR is made, what a network computes, a protocol, a metric.
    /// </summary>
    public const int CodeVersion = 1;

    /// <summary>The name of the entry in a cache.</summary>
    public string Hash => FileHash.Sha256(Text);

    /// <summary>The key of one image under one protocol.</summary>
    /// <param name="method">Weights or formula, and scale.</param>
    /// <param name="image">As <see cref="OfImage"/> tells it.</param>
    /// <param name="protocol">All of its settings count, not its name alone.</param>
    public static ResultKey Of(EvaluatedMethod method, string image, Protocol protocol)
    {
        // LibTorch's kernels differ from version to version and from device to device in the last bits.
        var (version, device) = (typeof(torch).Assembly.GetName().Version?.ToString(3) ?? "?",
            method.Origin == MethodOrigin.Formula ? DeviceType.CPU : Compute.Device.type);
        return new($"code {CodeVersion}\nTorchSharp {version}, {device}\nmethod {method.Content}\nscale {method.Scale}\nimage " +
            $"{image}\nprotocol {protocol.Content}\n");
    }

    /// <summary>The SHA-256 of an image's file; of its size and samples where it has none.</summary>
    public static string OfImage(ImageItem item) =>
        item.Path is { } path ? "file " + FileHash.Sha256OfFile(path) : "samples " + item.Load().Sha256();
}
