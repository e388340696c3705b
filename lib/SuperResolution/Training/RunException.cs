namespace SuperResolution.Training;

/// <summary>A run's folder cannot be used as it was asked for. The message says why, and what to do.</summary>
public sealed class RunException(string message, Exception? inner = null) : InvalidOperationException(message, inner);
