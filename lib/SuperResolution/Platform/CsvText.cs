namespace SuperResolution;

/// <summary>Fields of CSV files (RFC 4180).</summary>
public static class CsvText
{
    /// <summary>A field: quoted where it holds a comma, a quote or a line break.</summary>
    public static string Field(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"")}\"";
}
