namespace SuperResolution.Workbench;

/// <summary>Tells errors that the user can act on from errors in the program.</summary>
internal static class BadInput
{
    /// <summary>True where the message says all: it is shown alone, without a stack trace.</summary>
    public static bool Explains(Exception error) =>
        error is BadInputException or IOException or UnauthorizedAccessException or InvalidDataException
        // The libraries define an exception only where its message tells what to do.
        || error.GetType().Assembly.GetName().Name!.StartsWith(nameof(SuperResolution), StringComparison.Ordinal);
}
