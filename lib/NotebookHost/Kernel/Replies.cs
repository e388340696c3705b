using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using SuperResolution.Workbench.Notebooks;

namespace SuperResolution.Workbench.Kernel;

/// <summary>Contents of replies, as the messaging protocol prescribes them.</summary>
internal static class Replies
{
    /// <summary>Done, nothing to say.</summary>
    public static JsonObject Ok => new() { ["status"] = "ok" };

    /// <summary>What kernel this is.</summary>
    public static JsonObject KernelInfo => new()
    {
        ["status"] = "ok",
        ["protocol_version"] = Conversation.ProtocolVersion,
        ["implementation"] = "super-resolution-workbench",
        ["implementation_version"] = Assembly.GetExecutingAssembly().GetName().Version!.ToString(3),
        ["language_info"] = new JsonObject
        {
            ["name"] = "C#",
            ["version"] = "13.0",
            ["mimetype"] = "text/x-csharp",
            ["file_extension"] = ".cs",
            ["pygments_lexer"] = "csharp",
            ["codemirror_mode"] = "text/x-csharp",
        },
        ["banner"] = $"C# 13 on {RuntimeInformation.FrameworkDescription}, the super-resolution kit's kernel",
        ["help_links"] = new JsonArray(),
        ["debugger"] = false,
    };

    /// <summary>A cell ran to its end.</summary>
    /// <param name="count">The cell's number.</param>
    /// <param name="page">What the pager shows; null: nothing.</param>
    public static JsonObject Success(int count, JsonObject? page = null) => new()
    {
        ["status"] = "ok",
        ["execution_count"] = count,
        ["user_expressions"] = new JsonObject(),
        ["payload"] = page is null ? [] : new JsonArray(page),
    };

    /// <summary>A cell, or another request, failed.</summary>
    public static JsonObject Failure(int count, CellError error)
    {
        var content = StreamedOutput.Error(error);
        content["status"] = "error";
        content["execution_count"] = count;
        return content;
    }

    /// <summary>A cell was not run because one before it failed.</summary>
    public static JsonObject Aborted(int count) => new() { ["status"] = "aborted", ["execution_count"] = count };
}
