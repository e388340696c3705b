using SuperResolution.Weights.Pth;
using static TorchSharp.torch;

namespace SuperResolution.Weights;

/// <summary>
/// State dicts of PyTorch: files of <c>torch.save</c>, .pth or .pt, in the zip layout (PyTorch 1.6 and later) and the one before it.
/// </summary>
/// <remarks>
/// These files are Python pickles, which can run anything when Python loads them. This reader has its own unpickler that runs nothing: it
/// knows tensors, numbers, text and plain containers, and refuses everything else by name. What a file may cost is bounded by its length.
/// Formats: PyTorch's torch/serialization.py and Python's Lib/pickletools.py.
/// </remarks>
public sealed class PthFile : WeightsFile
{
    private PthFile(Dictionary<string, Tensor> tensors, StateDict source) : base(tensors, source.Metadata) => Wrapper = source.Path;

    /// <summary>
    /// The keys of the dictionaries around the tensors, e.g. "params_ema", or "state_dict/model" for nested ones; empty where there are
    /// none.
    /// </summary>
    public string Wrapper { get; }

    /// <summary>Reads a whole state dict.</summary>
    /// <remarks>
    /// Of a checkpoint the first of these keys that holds tensors is taken, again and again where they are nested:
    /// params_ema, ema, params, state_dict, model_state_dict, model, generator, netG, net_g, g_ema, net. Without one of them the tensors
    /// of the outermost dictionary are. Views that share a storage become independent copies. <see cref="WeightsFile.Metadata"/> has the
    /// numbers and text beside the tensors ("epoch"; those inside of a wrapper as "params/epoch"; at most 1000 per dictionary); lists and
    /// other dictionaries are left out.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="key">Takes this dictionary of the outermost one instead, e.g. "netD".</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="WeightsFormatException">
    /// Truncated, damaged, of another format, or it would have to run code, e.g. because a whole module was pickled; the message names the
    /// file, the cause and what to do.
    /// </exception>
    public static PthFile Read(string path, string? key = null) => Read(path, key, new PthLimits());

    internal static PthFile Read(string path, string? key, PthLimits limits)
    {
        using var file = FileFormat.OpenRead(path);
        try
        {
            using var container = PthContainer.Open(file, limits);
            var source = StateDict.Find(container.Content, key, limits);
            return new PthFile(PthTensors.Read(container, source.Tensors, limits), source);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or OverflowException)
        {
            throw new WeightsFormatException(path, error.Message.TrimEnd('.'), error);
        }
    }
}
