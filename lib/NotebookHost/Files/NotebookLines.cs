using System.Text.Json;

namespace SuperResolution.Workbench.Notebooks;

/// <summary>Where a cell's line stands in the .ipynb file, for messages that an editor can jump to.</summary>
internal static class NotebookLines
{
    /// <param name="file">The notebook's bytes.</param>
    /// <param name="cell">Index in "cells", from 0.</param>
    /// <param name="line">Line of the cell, from 1.</param>
    /// <returns>Line of the file, from 1; the cell's first line where the source is one single string.</returns>
    public static int InFile(ReadOnlySpan<byte> file, int cell, int line)
    {
        if (file.StartsWith("\uFEFF"u8)) file = file[3..];
        var reader = new Utf8JsonReader(file, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip });
        long at = 0;
        var index = -1;
        while (reader.Read())
        {
            if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("cells"))
                index = 0;
            else if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.EndArray && index >= 0)
                break;
            else if (reader.CurrentDepth == 2 && reader.TokenType == JsonTokenType.EndObject && index >= 0)
                index++;
            else if (index == cell && reader.CurrentDepth == 3 && reader.TokenType == JsonTokenType.PropertyName
                && reader.ValueTextEquals("source"))
            {
                reader.Read();
                at = reader.TokenStartIndex;
                if (reader.TokenType == JsonTokenType.StartArray)
                    at = Entry(ref reader, line, at);
                break;
            }
        }
        return 1 + file[..(int)at].Count((byte)'\n');
    }

    private static long Entry(ref Utf8JsonReader reader, int line, long at)
    {
        // An entry of the list is usually one line, but may hold several.
        var seen = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.String && seen < line)
        {
            at = reader.TokenStartIndex;
            seen += Math.Max(1, reader.GetString()!.AsSpan().Count('\n'));
        }
        return at;
    }
}
