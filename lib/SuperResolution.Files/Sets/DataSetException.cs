namespace SuperResolution.Datasets;

/// <summary>Something is wrong with a data set; the message says what, where, and what to do next.</summary>
public class DataSetException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    public DataSetException(string message) : base(message) { }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="inner">The cause.</param>
    public DataSetException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>Names in an error message: the first five, and how many more there are.</summary>
internal static class Listing
{
    private const int Most = 5;

    public static string Of(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(Most)) + (names.Count > Most ? $" and {names.Count - Most} more" : "");
}
