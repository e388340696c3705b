namespace SuperResolution.Datasets;

/// <summary>Names in an error message: the first five, and how many more there are.</summary>
internal static class Listing
{
    private const int Most = 5;

    public static string Of(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(Most)) + (names.Count > Most ? $" and {names.Count - Most} more" : "");
}
