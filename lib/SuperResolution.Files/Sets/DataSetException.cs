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
