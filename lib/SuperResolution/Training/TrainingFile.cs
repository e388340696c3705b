using System.Globalization;
using SuperResolution.Weights;
using static TorchSharp.torch;

namespace SuperResolution.Training;

/// <summary>The files of a training: how they are written, and how a checkpoint is told from plain weights.</summary>
internal static class TrainingFile
{
    public const string StepKey = "step";

    /// <summary>How many updates the training of a checkpoint had; null for files that are none.</summary>
    public static int? StepOf(IReadOnlyDictionary<string, string> metadata) =>
        int.TryParse(metadata.GetValueOrDefault(StepKey), NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : null;

    /// <summary>Writes, and tells what room was missing and what is still there when that fails.</summary>
    /// <param name="path">What is written.</param>
    /// <param name="what">The file in words, at the start of a sentence.</param>
    /// <param name="checkpoint">The file from which the training can go on.</param>
    /// <param name="tensors">What the file holds.</param>
    /// <param name="write">Writes it.</param>
    /// <exception cref="CheckpointException">It could not.</exception>
    public static void Write(string path, string what, string checkpoint, IEnumerable<Tensor> tensors, Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var bytes = tensors.Sum(tensor => tensor.numel() * tensor.element_size());
            throw new CheckpointException(
                $"{what} could not be written to '{path}': {error.Message.TrimEnd('.')}. It takes {Size(bytes)}{Free(path)}. " +
                $"{Kept(checkpoint)}", error);
        }
    }

    private static string Kept(string checkpoint)
    {
        try
        {
            return StepOf(SafetensorsFile.ReadMetadata(checkpoint)) is { } step
                ? $"The checkpoint of step {step} is as it was: make room or correct the rights of the folder, then go on from it."
                : "";
        }
        catch (IOException)
        {
            return "There is no earlier checkpoint: make room or correct the rights of the folder, then start again.";
        }
    }

    private static string Free(string path)
    {
        try
        {
            return $"; {Size(new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(path))!).AvailableFreeSpace)} are free there";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return ""; // not every file system can tell
        }
    }

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");
}
