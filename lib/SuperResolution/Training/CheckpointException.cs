namespace SuperResolution.Training;

/// <summary>
/// A training's file could not be written: the disk is full, or the folder not writable. The last checkpoint is as it was.
/// </summary>
public sealed class CheckpointException : IOException
{
    internal CheckpointException(string message, Exception inner) : base(message, inner)
    {
    }
}
