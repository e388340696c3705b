namespace SuperResolution.Workbench;

/// <summary>
/// What the user typed or pointed at cannot be used. The message says what, where, and what to do next; it is shown without a stack trace.
/// </summary>
public sealed class BadInputException(string message, Exception? inner = null) : Exception(message, inner);
