using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace SuperResolution.Weights;

/// <summary>The tensors of a weights file by name. Reading one never runs anything that the file contains.</summary>
public abstract partial class WeightsFile : IDisposable
{
    private protected WeightsFile(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata) =>
        (Tensors, Metadata) = (tensors, metadata);

    /// <summary>The tensors by name, contiguous, on the CPU, in the file's type. They belong to this object.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <summary>Text and numbers beside the tensors: provenance, recipe, measured values.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a safetensors or a PyTorch file (.pth, .pt), told apart by their content; the extension does not matter.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">
    /// For PyTorch files, the dictionary to take; null for the usual order, see <see cref="PthFile.Read(string, string?)"/>.
    /// </param>
    /// <returns>A <see cref="SafetensorsFile"/> or a <see cref="PthFile"/>.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="WeightsFormatException">
    /// Damaged, of another format, or it would have to run code; the message names the file and the cause.
    /// </exception>
    public static WeightsFile Open(string path, string? key = null)
    {
        if (Part().Match(Path.GetFileName(path)) is { Success: true } part && part.Groups["count"].Value.TrimStart('0') != "1")
            throw new WeightsFormatException(
                path, $"it is part {part.Groups["number"].Value.TrimStart('0')} of {part.Groups["count"].Value.TrimStart('0')} of a " +
                    "sharded model: join the parts into one file (in Python: load each, put all tensors into one dictionary, save it)");
        string? format;
        using (var file = FileFormat.OpenRead(path)) format = FileFormat.Of(file);
        WeightsFile opened = format switch
        {
            FileFormat.Safetensors when key is null => SafetensorsFile.Read(path),
            FileFormat.Safetensors =>
                throw new WeightsFormatException(
                    path, $"it is a safetensors file, which has no dictionary '{key}' inside; open it without a key"),
            FileFormat.Zip or FileFormat.Pickle => PthFile.Read(path, key),
            _ => throw new WeightsFormatException(path, $"it is neither a safetensors nor a PyTorch file: {FileFormat.Advice(format)}"),
        };
        return opened.Tensors.Count > 0 ? opened
            : throw new WeightsFormatException(path, "it is sound but holds no tensors: an empty dictionary was saved");
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in Tensors.Values) tensor.Dispose();
    }

    // As in model-00001-of-00003.safetensors.
    [GeneratedRegex(@"-(?<number>[0-9]{5})-of-(?<count>[0-9]{5})\.", RegexOptions.NonBacktracking)]
    private static partial Regex Part();
}
