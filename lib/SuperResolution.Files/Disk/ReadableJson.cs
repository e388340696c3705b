using System.Text.Encodings.Web;
using System.Text.Json;

namespace SuperResolution;

/// <summary>JSON that people open: the names of the web, indented, letters of all languages as they are.</summary>
public static class ReadableJson
{
    /// <summary>For writing it and for reading it again.</summary>
    public static JsonSerializerOptions Options { get; } =
        new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
